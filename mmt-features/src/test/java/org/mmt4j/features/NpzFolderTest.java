package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that NumPy wrote, see {@code sources/fixtures.py}. */
class NpzFolderTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return NpzFolder.open(TestFiles.resource(NpzFolderTest.class, "sources/npz"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
