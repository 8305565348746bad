package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteStreams;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.mmt4j.io.DataFileException;

/** Unpacks weights and vocabulary from a zipped SavedModel of a BERT and skips the other files. */
final class SavedModelZip {

  static final String VOCABULARY = "assets/vocab.txt";

  /** Maximum bytes of each file, by path: more than any BERT has, too few to fill a disk. */
  private static final ImmutableMap<String, Long> MAX_BYTES =
      ImmutableMap.of(
          VOCABULARY,
          64L << 20,
          "variables/" + TensorBundle.INDEX,
          (long) TensorBundle.MAX_INDEX_BYTES,
          "variables/" + TensorBundle.DATA,
          8L << 30);

  private SavedModelZip() {}

  /**
   * Unpacks the files.
   *
   * @param zip not closed
   * @param directory an empty directory
   * @throws IOException if a file is missing, duplicate or too large, the zip is damaged, or
   *     reading or writing fails
   */
  static void unpack(InputStream zip, Path directory) throws IOException {
    TreeSet<String> missing = new TreeSet<>(MAX_BYTES.keySet());
    ZipInputStream entries = new ZipInputStream(zip);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      Long maxBytes = MAX_BYTES.get(entry.getName());
      if (maxBytes != null) {
        missing.remove(entry.getName());
        copy(entries, directory.resolve(entry.getName()), maxBytes);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          "zip of a SavedModel: missing files "
              + missing
              + ", expected all of "
              + MAX_BYTES.keySet());
    }
  }

  private static void copy(InputStream entry, Path file, long maxBytes) throws IOException {
    MoreFiles.createParentDirectories(file);
    Files.copy(ByteStreams.limit(entry, maxBytes), file);
    if (entry.read() >= 0) {
      throw new DataFileException(file, "expected at most " + maxBytes + " bytes, found more");
    }
  }

  /** Deletes the directory and its files. */
  static void delete(Path directory) throws IOException {
    MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE); // we created it
  }
}
