package org.mmt4j.extract.opencv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

class MotionDescriptorsTest {

  private static final int STILL = 8;

  @TempDir Path folder;

  @Test
  void stillVideoHasNoMotion() throws IOException {
    ExpertFeatures features = extract(clip(17, 0, 0)).orElseThrow();
    assertEquals(81, features.dimension());
    assertEquals(2, features.count());
    for (int i = 0; i < 81; i++) {
      assertEquals(i % 9 == STILL ? 1 : 0, features.feature(1)[i], 1e-6);
    }
  }

  @Test
  void findsDirectionOfMotion() throws IOException {
    assertEquals(0, direction(extract(clip(17, 2, 0)).orElseThrow()));
    assertEquals(2, direction(extract(clip(17, 0, 2)).orElseThrow()));
    assertEquals(4, direction(extract(clip(17, -2, 0)).orElseThrow()));
    assertEquals(6, direction(extract(clip(17, 0, -2)).orElseThrow()));
  }

  /** Returns the direction of the centre cell, which moves by 2 pixels per frame. */
  private static int direction(ExpertFeatures features) {
    float[] middle = new float[9];
    System.arraycopy(features.feature(0), 4 * 9, middle, 0, 9);
    int strongest = 0;
    for (int i = 1; i < 8; i++) {
      strongest = middle[i] > middle[strongest] ? i : strongest;
    }
    assertEquals(2, middle[strongest], 0.3);
    return strongest;
  }

  @Test
  void eachSecondAndTheIncompleteLastOneIsAFeature() throws IOException {
    ExpertFeatures features = extract(clip(21, 1, 0)).orElseThrow();
    assertEquals(3, features.count());
    assertEquals(0.5, features.time(0));
    assertEquals(1.5, features.time(1));
    assertEquals(2 + 4 / 16.0, features.time(2));
  }

  @Test
  void singleFrameHasNoFeatures() throws IOException {
    assertEquals(Optional.empty(), extract(clip(1, 0, 0)));
  }

  @Test
  void extractionIsReproducible() throws IOException {
    Path clip = clip(17, 1, 1);
    ExpertFeatures first = extract(clip).orElseThrow();
    ExpertFeatures second = extract(clip).orElseThrow();
    for (int i = 0; i < first.count(); i++) {
      for (int k = 0; k < first.dimension(); k++) {
        assertEquals(first.feature(i)[k], second.feature(i)[k]);
      }
    }
  }

  @Test
  void longShownFrameHasTheFeaturesOfRepeatedFrames() throws IOException {
    ExpertFeatures longShown =
        extract(waves().framesAt(0, 3.5, 4.5).painted((i, x, y) -> grey(x, y + i)).write())
            .orElseThrow();
    ExpertFeatures repeated =
        extract(
                waves()
                    .frames(37, 8)
                    .painted((i, x, y) -> grey(x, y + (i < 28 ? 0 : i < 36 ? 1 : 2)))
                    .write())
            .orElseThrow();
    assertEquals(5, longShown.count());
    assertEquals(5, repeated.count());
    for (int i = 0; i < 5; i++) {
      assertEquals(repeated.time(i), longShown.time(i));
      assertArrayEquals(repeated.feature(i), longShown.feature(i), "second " + i);
    }
  }

  private TestClip waves() {
    return TestClip.of(folder.resolve("clip.mkv")).lossless().size(96, 96);
  }

  @Test
  void isFoundByServiceLoader() {
    assertTrue(FeatureExtractors.find(Optional.empty()).available().containsKey("motion"));
  }

  /**
   * Writes smooth waves with a period of 24 pixels that move by the given pixels per frame; 8
   * frames per second.
   */
  private Path clip(int frames, int right, int down) throws IOException {
    return waves()
        .frames(frames, 8)
        .painted((index, x, y) -> grey(x - index * right, y - index * down))
        .write();
  }

  private static int grey(int x, int y) {
    double wave = Math.sin(2 * Math.PI * x / 24) * Math.sin(2 * Math.PI * y / 24);
    int level = (int) (128 + 100 * wave);
    return level * 0x010101;
  }

  private static Optional<ExpertFeatures> extract(Path clip) throws IOException {
    try (FeatureExtractor expert = new MotionDescriptors().open(Optional.empty())) {
      return expert.extract(FfmpegVideo.open("clip", clip));
    }
  }
}
