package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that Python wrote, see {@code sources/layouts.py}. */
class NpyStreamsTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return NpyFolder.open(TestFiles.resource(NpyStreamsTest.class, "sources/streams"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return false;
  }
}
