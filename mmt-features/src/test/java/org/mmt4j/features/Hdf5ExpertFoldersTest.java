package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that Python wrote, see {@code sources/layouts.py}. */
class Hdf5ExpertFoldersTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return FeatureSources.open(
        TestFiles.resource(Hdf5ExpertFoldersTest.class, "sources/h5_folders"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
