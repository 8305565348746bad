package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that NumPy wrote, see {@code sources/fixtures.py}. */
class NpyFolderTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return NpyFolder.open(TestFiles.resource(NpyFolderTest.class, "sources/npy"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
