package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.fixtures.Damage;

/**
 * Changed or missing bytes: the video is read with flaws, or rejected with a message that names it.
 */
@Tag("damage")
class DamagedVideosTest {

  private static final int DAMAGED = 100;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "clip.avi", "clip.mkv", "clip.ts"})
  void readsOrRejectsDamagedFiles(String name) throws IOException {
    TestClip clip =
        TestClip.of(folder.resolve(name))
            .frames(6, 25)
            .painted((index, x, y) -> (index + 1) * (x + 3) * (y + 5) * 79)
            .sound("aac", 8000, 2, (second, channel) -> Math.sin(900 * second) / 2)
            .soundFor(0, 0.25);
    if (name.endsWith("mkv")) {
      clip.subtitles(new SubtitleCue(0.04, 0.12, "Good evening"));
    }
    byte[] whole = Files.readAllBytes(clip.write());
    Path file = folder.resolve("damaged-" + name);
    int read = 0;
    for (int i = 0; i < DAMAGED; i++) {
      Files.write(file, Damage.any(whole, i));
      read += isRead(file) ? 1 : 0;
    }
    assertTrue(
        read > 0 && read < DAMAGED,
        "found " + read + " files read, expected some read and some rejected");
  }

  private static boolean isRead(Path file) {
    try {
      Video video = FfmpegVideo.open("clip", file);
      skipFrames(video);
      skipAudio(video);
      video.subtitles();
      return true;
    } catch (VideoFileException e) {
      assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
      return false;
    }
  }

  private static void skipFrames(Video video) throws VideoFileException {
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Exactly(16, 16))) {
      Optional<Frame> frame = reader.next();
      while (frame.isPresent()) {
        frame = reader.next();
      }
    }
  }

  private static void skipAudio(Video video) throws VideoFileException {
    try (AudioReader reader = video.audio(16000)) {
      Optional<float[]> block = reader.next();
      while (block.isPresent()) {
        block = reader.next();
      }
    }
  }
}
