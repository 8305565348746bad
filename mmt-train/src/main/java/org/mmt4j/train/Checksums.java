package org.mmt4j.train;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mmt4j.io.DataFileException;

/** SHA-256 of the files of a checkpoint. */
final class Checksums {

  private Checksums() {}

  /** Returns the checksums of all files below the directory, by path relative to it. */
  static ImmutableSortedMap<String, String> of(Path directory) throws IOException {
    ImmutableSortedMap.Builder<String, String> sums = ImmutableSortedMap.naturalOrder();
    for (Path file : files(directory)) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      sums.put(name, MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString());
    }
    return sums.buildOrThrow();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /**
   * Compares the files of a checkpoint with its recorded checksums.
   *
   * @throws IOException if a file is missing or has changed
   */
  static void require(Path directory, Map<String, String> expected) throws IOException {
    Map<String, String> found = of(directory);
    for (Map.Entry<String, String> file : expected.entrySet()) {
      if (!file.getValue().equals(found.get(file.getKey()))) {
        throw new DataFileException(
            directory.resolve(file.getKey()),
            "SHA-256: found %s, expected %s"
                .formatted(found.getOrDefault(file.getKey(), "no such file"), file.getValue()));
      }
    }
  }
}
