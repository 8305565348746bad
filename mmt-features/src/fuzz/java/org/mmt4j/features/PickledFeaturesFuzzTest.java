package org.mmt4j.features;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are read as a pickle or rejected. */
class PickledFeaturesFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Files.write(directory.resolve("rgb.pickle"), bytes);
    try (FeatureSource source = FeatureSources.open(directory)) {
      for (String id : source.ids()) {
        source.readAll(id);
      }
    } catch (FeatureFileException rejected) {
      // expected
    }
  }
}
