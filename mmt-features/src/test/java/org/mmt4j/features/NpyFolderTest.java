package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;

/** The files are written by NumPy, see {@code sources/fixtures.py}. */
class NpyFolderTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return NpyFolder.open(TestFiles.resource("sources/npy"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
