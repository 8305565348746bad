package org.mmt4j.train;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are read as batches or rejected. */
class BatchPlanFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("batches.jsonl"), bytes);
    try {
      BatchPlan.read(file);
    } catch (IOException rejected) {
      // expected
    }
  }
}
