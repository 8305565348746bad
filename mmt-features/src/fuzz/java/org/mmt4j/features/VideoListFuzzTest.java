package org.mmt4j.features;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes are read as a list of videos or rejected. */
class VideoListFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("list.csv"), bytes);
    try {
      VideoList.read(file);
    } catch (FeatureFileException rejected) {
      // expected
    }
  }
}
