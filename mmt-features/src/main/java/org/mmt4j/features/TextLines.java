package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the lines of a UTF-8 text file, with Unix or Windows line ends, with or without a byte
 * order mark.
 */
final class TextLines {

  /** Maximum size of a file, 256 MiB. */
  private static final long MAX_BYTES = 1L << 28;

  private TextLines() {}

  /**
   * Returns the lines of a file.
   *
   * @param expected description of the file for messages
   * @throws FeatureFileException if the file is missing, too large or not UTF-8
   */
  static ImmutableList<String> read(Path file, String expected) throws FeatureFileException {
    return FileAccess.read(file, expected, () -> lines(file));
  }

  private static ImmutableList<String> lines(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new FeatureFileException(
          file, "found " + bytes + " bytes, expected at most " + MAX_BYTES);
    }
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.replace("\uFEFF", ""))
          .collect(ImmutableList.toImmutableList());
    } catch (CharacterCodingException e) {
      throw new FeatureFileException(file, "found bytes that are not UTF-8, expected UTF-8", e);
    }
  }
}
