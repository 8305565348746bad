package org.mmt4j.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are read as {@code vocab.txt} or rejected. */
class VocabularyFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Files.write(directory.resolve("vocab.txt"), bytes);
    try {
      HuggingFaceBert.vocabulary(directory);
    } catch (IOException rejected) {
      // expected
    }
  }
}
