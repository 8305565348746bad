package org.mmt4j.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mmt4j.io.DataFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a library. */
final class LibraryFolder {

  /** Start of the names of files of vectors; the generation follows. */
  static final String VECTORS = "vectors-";

  private static final String INDEX = "index";
  private static final Logger LOG = LoggerFactory.getLogger(LibraryFolder.class);

  private LibraryFolder() {}

  static Path index(Path directory) {
    return directory.resolve(INDEX);
  }

  /**
   * Creates the folder of a library, unless it exists.
   *
   * @throws DataFileException if the folder has other files
   */
  static void create(Path directory) throws IOException {
    if (Files.isDirectory(index(directory))) {
      return;
    }
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new DataFileException(
            directory, "found files but no " + INDEX + ", expected a library or an empty folder");
      }
    }
    Files.createDirectory(index(directory));
  }

  static void requireExists(Path directory) throws IOException {
    if (!Files.isDirectory(index(directory))) {
      throw new DataFileException(
          directory, "found no folder " + INDEX + ", expected that of a library");
    }
  }

  /**
   * Deletes files of vectors that no commit names. Readers of older commits have them mapped; on
   * Windows, the next writer deletes them.
   */
  static void deleteVectorsExcept(Path directory, Path kept) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.toList();
    }
    for (Path file : files) {
      if (file.getFileName().toString().startsWith(VECTORS) && !file.equals(kept)) {
        try {
          Files.delete(file);
        } catch (IOException e) {
          LOG.debug("{}: not deleted yet", file, e);
        }
      }
    }
  }
}
