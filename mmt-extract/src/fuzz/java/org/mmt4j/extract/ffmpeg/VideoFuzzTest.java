package org.mmt4j.extract.ffmpeg;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

/** Any bytes are read as a video, with frames, audio and subtitles, or rejected. */
class VideoFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("any.mp4"), bytes);
    try {
      Video video = FfmpegVideo.open("any", file);
      readFrames(video);
      readAudio(video);
      video.subtitles();
    } catch (VideoFileException rejected) {
      // expected
    }
  }

  private static void readFrames(Video video) throws VideoFileException {
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Exactly(16, 16))) {
      while (reader.next().isPresent()) {
        // the next frame
      }
    }
  }

  private static void readAudio(Video video) throws VideoFileException {
    try (AudioReader reader = video.audio(16000)) {
      while (reader.next().isPresent()) {
        // the next block
      }
    }
  }
}
