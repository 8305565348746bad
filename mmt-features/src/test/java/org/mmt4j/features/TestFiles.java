package org.mmt4j.features;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Files that tests read. */
final class TestFiles {

  private TestFiles() {}

  /** One of the files that {@code hdf5/fixtures.py} wrote. */
  static Path hdf5(String name) {
    return resource("hdf5/" + name + ".h5");
  }

  /** A new folder, in memory where the system has such a place: files in it change by thousands. */
  static Path scratch() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "mmt")
        : Files.createTempDirectory("mmt");
  }

  static Path resource(String name) {
    URL url = Objects.requireNonNull(TestFiles.class.getResource(name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
