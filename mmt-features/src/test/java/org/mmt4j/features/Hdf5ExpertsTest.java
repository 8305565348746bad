package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that Python wrote, see {@code sources/layouts.py}. */
class Hdf5ExpertsTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return Hdf5Folder.open(TestFiles.resource(Hdf5ExpertsTest.class, "sources/h5_experts"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
