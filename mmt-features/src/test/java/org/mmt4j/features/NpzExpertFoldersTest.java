package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that Python wrote, see {@code sources/layouts.py}. */
class NpzExpertFoldersTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return NpzFolder.open(TestFiles.resource(NpzExpertFoldersTest.class, "sources/npz_folders"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
