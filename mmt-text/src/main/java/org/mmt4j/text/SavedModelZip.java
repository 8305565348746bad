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

/** A zipped SavedModel of a BERT: weights and vocabulary are unpacked, the rest is passed over. */
final class SavedModelZip {

  static final String VOCABULARY = "assets/vocab.txt";

  /** Most bytes of the files, by their paths: above any BERT, below what fills a disk unnoticed. */
  private static final ImmutableMap<String, Long> FILES =
      ImmutableMap.of(
          VOCABULARY,
          64L << 20,
          "variables/" + TensorBundle.INDEX,
          (long) TensorBundle.LARGEST_INDEX,
          "variables/" + TensorBundle.DATA,
          8L << 30);

  private SavedModelZip() {}

  /**
   * Unpacks the files.
   *
   * @param zip read, not closed
   * @param directory an empty one
   * @throws IOException if one is missing, there twice, or too large, the zip is damaged, or
   *     reading or writing fails
   */
  static void unpack(InputStream zip, Path directory) throws IOException {
    TreeSet<String> missing = new TreeSet<>(FILES.keySet());
    ZipInputStream entries = new ZipInputStream(zip);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      Long most = FILES.get(entry.getName());
      if (most != null) {
        missing.remove(entry.getName());
        copy(entries, directory.resolve(entry.getName()), most);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("zip of a SavedModel: found no " + missing + ", expected them in it");
    }
  }

  private static void copy(InputStream entry, Path file, long most) throws IOException {
    MoreFiles.createParentDirectories(file);
    Files.copy(ByteStreams.limit(entry, most), file);
    if (entry.read() >= 0) {
      throw new IOException(file + ": found more than " + most + " bytes, expected a BERT's");
    }
  }

  /** Deletes what was unpacked, and the directory. */
  static void delete(Path directory) throws IOException {
    MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE); // our own
  }
}
