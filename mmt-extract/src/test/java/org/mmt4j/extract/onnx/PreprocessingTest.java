package org.mmt4j.extract.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.extract.audio.LogMel;
import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;

class PreprocessingTest {

  private static final ImagePreprocessing IMAGE =
      ImagePreprocessing.of(Resize.centerCrop(8, 6), Normalization.IMAGENET);

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsNonPositiveTimes(double value) {
    assertRejected(
        "seconds between frames: found " + value + ", expected a positive finite value",
        () -> Preprocessing.frames(IMAGE).withSeconds(value));
    assertRejected(
        "frames per second: found " + value + ", expected a positive finite value",
        () -> Preprocessing.clips(IMAGE).withFramesPerSecond(value));
  }

  @Test
  void rejectsNonPositiveCounts() {
    assertRejected(
        "clips: found length 0 and stride 25, expected at least 1 each",
        () -> Preprocessing.clips(IMAGE).withLength(0));
    assertRejected(
        "clips: found length 64 and stride 0, expected at least 1 each",
        () -> Preprocessing.clips(IMAGE).withStride(0));
    assertRejected(
        "windows of an example: found 0, expected at least 1",
        () -> Preprocessing.audioExamples(LogMel.VGGISH).withWindows(0));
  }

  @Test
  void optionsReplaceDefaults() {
    assertEquals(
        new Preprocessing.Clips(12.5, 16, 8, IMAGE),
        Preprocessing.clips(IMAGE).withFramesPerSecond(12.5).withLength(16).withStride(8));
    assertEquals(
        new Preprocessing.Frames(0.5, IMAGE), Preprocessing.frames(IMAGE).withSeconds(0.5));
    assertEquals(
        new Preprocessing.AudioExamples(LogMel.VGGISH, 10),
        Preprocessing.audioExamples(LogMel.VGGISH).withWindows(10));
  }

  private static void assertRejected(String message, Runnable construction) {
    Exception e = assertThrows(IllegalArgumentException.class, construction::run);
    assertEquals(message, e.getMessage());
  }
}
