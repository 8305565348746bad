package org.mmt4j.extract.tfjs;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.mmt4j.io.DataFileException;

/**
 * The two files of a model.
 *
 * @param file {@code NAME.json}
 * @param json its content
 * @param weights content of {@code NAME.bin}
 */
record TfjsFiles(Path file, byte[] json, byte[] weights) {

  /** Maximum numbers of bytes: weights become up to four times as large. */
  private static final int MAX_JSON = 64 << 20;

  private static final int MAX_WEIGHTS = 512 << 20;

  /**
   * Reads the files.
   *
   * @param file {@code NAME.json}
   * @throws IOException if one is missing, cannot be read, or is too large
   */
  static TfjsFiles read(Path file) throws IOException {
    return new TfjsFiles(file, bytes(file, MAX_JSON), bytes(weights(file), MAX_WEIGHTS));
  }

  /** Returns {@code NAME.bin} for {@code NAME.json}. */
  static Path weights(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.replaceFirst("\\.json$", "") + ".bin");
  }

  private static byte[] bytes(Path file, int maxBytes) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataFileException(
          file, "found no such file, expected one of a TensorFlow.js model");
    }
    if (Files.size(file) > maxBytes) {
      throw new DataFileException(
          file, "found " + Files.size(file) + " bytes, expected at most " + maxBytes);
    }
    return Files.readAllBytes(file);
  }

  /** Returns the start of a hash of the contents and of how they are converted. */
  String hash(String conversion) {
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putInt(json.length).putBytes(json).putInt(weights.length).putBytes(weights);
    hasher.putUnencodedChars(conversion);
    return hasher.hash().toString().substring(0, 16);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TfjsFiles files
        && file.equals(files.file)
        && Arrays.equals(json, files.json)
        && Arrays.equals(weights, files.weights);
  }

  @Override
  public int hashCode() {
    return 31 * file.hashCode() + Arrays.hashCode(json);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
