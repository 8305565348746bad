package org.mmt4j.features;

import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Test files that {@code hdf5/fixtures.py} wrote. */
final class Hdf5File {

  private Hdf5File() {}

  static Path named(String name) {
    return TestFiles.resource(Hdf5File.class, "hdf5/" + name + ".h5");
  }
}
