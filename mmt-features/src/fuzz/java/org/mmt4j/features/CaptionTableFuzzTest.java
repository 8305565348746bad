package org.mmt4j.features;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are read as a table of captions or rejected. */
class CaptionTableFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("captions.tsv"), bytes);
    try {
      CaptionFile.read(file, Optional.empty());
    } catch (FeatureFileException rejected) {
      // expected
    }
  }
}
