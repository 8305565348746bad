package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that NumPy wrote, see {@code sources/fixtures.py}. */
class PickledFeaturesTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return PickledFeatures.open(TestFiles.resource(PickledFeaturesTest.class, "sources/ce"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
