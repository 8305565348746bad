package org.mmt4j.features;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files that tests read. */
final class TestFiles {

  private TestFiles() {}

  /** One of the files that {@code hdf5/fixtures.py} wrote. */
  static Path hdf5(String name) {
    return resource("hdf5/" + name + ".h5");
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
