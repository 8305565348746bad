package org.mmt4j.extract.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

class AudioStatisticsTest {

  /** Band of 1000 Hz in VGGish's bank: mel 1000 of 185 to 2774 in 65 steps. */
  private static final int TONE_BAND = 19;

  private static final float SILENCE = (float) Math.log(0.01);

  @TempDir Path folder;

  /** Two seconds each of silence, a tone of 1 kHz and noise, then half a second of the tone. */
  @Test
  void distinguishesToneSilenceAndNoisePerSecond() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    ExpertFeatures features =
        extract(
                TestClip.of(folder.resolve("sound.mkv"))
                    .frames(7, 1)
                    .sound(
                        "pcm_s16le",
                        16000,
                        1,
                        (second, channel) ->
                            second < 2
                                ? 0
                                : second >= 4 && second < 6
                                    ? random.nextDouble(-0.5, 0.5)
                                    : 0.5 * Math.sin(2 * Math.PI * 1000 * second))
                    .soundFor(0, 6.5)
                    .write())
            .orElseThrow();

    assertEquals(7, features.count());
    for (int second = 0; second < 6; second++) {
      assertEquals(second + 0.5, features.time(second), 1e-9);
      float[] bands = Arrays.copyOf(features.feature(second), 64);
      assertEquals(expectedAt(second), classify(bands), "second " + second);
    }
    assertEquals("tone", classify(Arrays.copyOf(features.feature(6), 64)));
    assertEquals(6.245, features.time(6), 0.01);
  }

  private static String expectedAt(int second) {
    return second < 2 ? "silence" : second < 4 ? "tone" : "noise";
  }

  /** Classifies by the loudest band, and by how much it exceeds the median. */
  private static String classify(float[] bands) {
    float[] sorted = bands.clone();
    Arrays.sort(sorted);
    float loudest = sorted[63];
    if (loudest < SILENCE + 1) {
      return "silence";
    }
    boolean peak = loudest > sorted[32] + 3;
    return peak && bands[TONE_BAND] + 0.7 > loudest ? "tone" : peak ? "different tone" : "noise";
  }

  @Test
  void videoWithoutAudioHasNoFeatures() throws IOException {
    assertEquals(Optional.empty(), extract(TestClip.of(folder.resolve("silent.mkv")).write()));
  }

  @Test
  void audioShorterThanAWindowHasNoFeatures() throws IOException {
    Path clip =
        TestClip.of(folder.resolve("short.mkv"))
            .sound("pcm_s16le", 16000, 1, (second, channel) -> 0.1)
            .soundFor(0, 0.02)
            .write();
    assertEquals(Optional.empty(), extract(clip));
  }

  @Test
  void isFoundByServiceLoader() {
    assertTrue(FeatureExtractors.find(Optional.empty()).available().containsKey("audio"));
  }

  private static Optional<ExpertFeatures> extract(Path clip) throws IOException {
    try (FeatureExtractor audio = new AudioStatistics().open(Optional.empty())) {
      return audio.extract(FfmpegVideo.open("clip", clip));
    }
  }
}
