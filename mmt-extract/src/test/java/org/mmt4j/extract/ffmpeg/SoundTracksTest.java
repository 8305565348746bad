package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;

class SoundTracksTest {

  private static final byte[] PCM = "A_PCM/INT/LIT".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {9, 13, 16, 65})
  void channelsWithoutLayoutAreAveraged(int channels) throws IOException {
    Video video =
        FfmpegVideo.open(
            "clip",
            TestClip.of(folder.resolve("many.mkv"))
                .sound("pcm_s16le", 8000, channels, (second, channel) -> channel / 100.0)
                .write());
    assertEquals((channels - 1) / 200.0, mean(video), 1e-4);
  }

  /** Returns the mean of a second of sound. */
  private static double mean(Video video) throws IOException {
    double sum = 0;
    int count = 0;
    try (AudioReader reader = video.audio(8000)) {
      for (Optional<float[]> block = reader.next(); block.isPresent(); block = reader.next()) {
        for (float sample : block.get()) {
          sum += sample;
          count++;
        }
      }
    }
    assertEquals(8000, count);
    return sum / count;
  }

  @Test
  void nextTrackIsReadIfTheFirstCannotBeDecoded() throws IOException {
    Path file =
        TestClip.of(folder.resolve("tracks.mkv"))
            .sound("pcm_s16le", 8000, 1, (second, channel) -> 0.25)
            .soundTracks(2)
            .write();
    replaceCodecs(file, 1);
    Video video = FfmpegVideo.open("clip", file);
    assertTrue(video.hasAudio());
    assertEquals(0.25, mean(video), 1e-4);
  }

  @Test
  void picturesStayIfNoTrackCanBeDecoded() throws IOException {
    Path file =
        TestClip.of(folder.resolve("mute.mkv"))
            .sound("pcm_s16le", 8000, 1, (second, channel) -> 0.25)
            .write();
    replaceCodecs(file, 1);
    Video video = FfmpegVideo.open("clip", file);
    assertFalse(video.hasAudio());
    try (AudioReader reader = video.audio(8000);
        FrameReader frames = video.frames(FrameSampling.all(), new FrameSize.Original())) {
      assertEquals(Optional.empty(), reader.next());
      assertTrue(frames.next().isPresent());
    }
    assertEquals(
        List.of("audio is missing: found codec none, expected one that this FFmpeg decodes"),
        video.notes());
  }

  /** Gives the first tracks a codec that is not known. */
  private static void replaceCodecs(Path file, int tracks) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < tracks; i++) {
      int start = Bytes.indexOf(bytes, PCM);
      System.arraycopy("A_NEW/INT/LIT".getBytes(StandardCharsets.US_ASCII), 0, bytes, start, 13);
    }
    Files.write(file, bytes);
  }
}
