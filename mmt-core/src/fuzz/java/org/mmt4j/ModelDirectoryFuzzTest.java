package org.mmt4j;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as the configuration of a saved model are read or rejected. */
class ModelDirectoryFuzzTest {

  @TempDir private static Path directory;

  @BeforeAll
  static void writeModel() throws IOException {
    try (MmtModel model = SmallModel.build()) {
      model.save(directory.resolve("model"));
    }
  }

  @FuzzTest(maxDuration = "60s")
  void load(byte[] json) throws IOException {
    Files.write(directory.resolve("model/config.json"), json);
    try {
      MmtModel.load(directory.resolve("model")).close();
    } catch (IOException rejected) {
      // expected
    }
  }
}
