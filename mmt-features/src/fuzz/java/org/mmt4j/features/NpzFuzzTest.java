package org.mmt4j.features;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are read as a .npz file or rejected. */
class NpzFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Files.write(directory.resolve("any.npz"), bytes);
    try (FeatureSource source = FeatureSources.open(directory)) {
      for (String id : source.ids()) {
        source.readAll(id);
      }
    } catch (FeatureFileException rejected) {
      // expected
    }
  }
}
