package org.mmt4j.extract.subtitles;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.VideoFileException;

/** Any bytes are read as subtitles or rejected. */
class SubtitleFileFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("any.srt"), bytes);
    CueCollector cues = new CueCollector(directory.resolve("any.mp4"), "any.srt");
    try {
      SubtitleFile.read(file, cues);
      cues.cues(60);
    } catch (VideoFileException rejected) {
      // expected
    }
  }
}
