package org.mmt4j.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as configuration or tokenizer are read or rejected. */
class HuggingFaceBertFuzzTest {

  @TempDir private static Path directory;

  @BeforeAll
  static void writeModel() throws IOException {
    TinyHuggingFace.write(directory, TinyBert.weights().tensors());
  }

  @FuzzTest(maxDuration = "60s")
  void read(byte[] json) throws IOException {
    Files.write(directory.resolve("config.json"), json);
    Files.write(directory.resolve("tokenizer.json"), json);
    try {
      HuggingFaceBert.read(directory);
    } catch (IOException | IllegalArgumentException rejected) {
      // expected
    }
    try {
      HuggingFaceBert.vocabulary(directory);
    } catch (IOException rejected) {
      // expected
    }
  }
}
