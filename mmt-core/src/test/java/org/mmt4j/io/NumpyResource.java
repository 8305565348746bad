package org.mmt4j.io;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files that {@code numpy/fixtures.py} wrote. */
final class NumpyResource {

  private NumpyResource() {}

  static Path file(String name) {
    URL url = Objects.requireNonNull(NumpyResource.class.getResource("numpy/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
