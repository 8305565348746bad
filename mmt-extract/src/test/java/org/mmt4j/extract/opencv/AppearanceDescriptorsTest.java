package org.mmt4j.extract.opencv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.graph.ClosedException;

class AppearanceDescriptorsTest {

  private static final int EDGES = 48;

  @TempDir Path folder;

  @Test
  void coloursAreInTheirCells() throws IOException {
    ExpertFeatures features =
        extract(clip((index, x, y) -> y < 32 ? 0xff0000 : x < 32 ? 0x00ff00 : 0x404040));
    float[] layout = features.feature(0);
    assertCell(layout, 0, 1, 0, 1); // red at the top left: hue 0
    assertCell(layout, 7, 1, 0, 1);
    assertCell(layout, 8, -0.5, Math.sqrt(3) / 2, 1); // green: a third of the wheel
    assertCell(layout, 15, 0, 0, 0x40 / 255.0); // grey has no hue
  }

  private static void assertCell(float[] layout, int cell, double... expected) {
    for (int i = 0; i < 3; i++) {
      assertEquals(expected[i], layout[3 * cell + i], 1e-3, "cell " + cell + ", value " + i);
    }
  }

  @Test
  void plainFrameHasNoEdges() throws IOException {
    float[] feature = extract(clip((index, x, y) -> 0x123456)).feature(0);
    assertArrayEquals(new float[324], Arrays.copyOfRange(feature, EDGES, EDGES + 324));
  }

  @Test
  void verticalAndHorizontalStripesDifferInOrientation() throws IOException {
    int vertical =
        strongestOrientation(extract(clip((index, x, y) -> x / 8 % 2 * 0xffffff)).feature(0));
    int horizontal =
        strongestOrientation(extract(clip((index, x, y) -> y / 8 % 2 * 0xffffff)).feature(0));
    assertEquals(0, Math.min(vertical, 8 - vertical), "horizontal gradients");
    assertEquals(4, horizontal, "vertical gradients");
  }

  private static int strongestOrientation(float[] feature) {
    double[] sums = new double[9];
    for (int i = EDGES; i < feature.length; i++) {
      sums[(i - EDGES) % 9] += feature[i];
    }
    return IntStream.range(0, 9).reduce(0, (a, b) -> sums[b] > sums[a] ? b : a);
  }

  @Test
  void describesOneFramePerSecond() throws IOException {
    ExpertFeatures features = extract(clip((index, x, y) -> index * 0x030303));
    assertEquals(372, features.dimension());
    assertEquals(3, features.count());
    for (int i = 0; i < 3; i++) {
      assertEquals(i, features.time(i));
      assertCell(features.feature(i), 5, 0, 0, 25 * i * 3 / 255.0);
    }
  }

  @Test
  void rejectsUseAfterClose() throws IOException {
    Video video = FfmpegVideo.open("clip", clip((index, x, y) -> 0));
    FeatureExtractor expert = new AppearanceDescriptors().open(Optional.empty());
    expert.close();
    expert.close();
    assertThrows(ClosedException.class, () -> expert.extract(video));
  }

  @Test
  void isFoundByServiceLoader() {
    assertTrue(FeatureExtractors.find(Optional.empty()).available().containsKey("appearance"));
  }

  private Path clip(TestClip.Painter painter) throws IOException {
    return TestClip.of(folder.resolve("clip.mkv"))
        .lossless()
        .size(64, 64)
        .frames(75, 25)
        .painted(painter)
        .write();
  }

  private static ExpertFeatures extract(Path clip) throws IOException {
    try (FeatureExtractor expert = new AppearanceDescriptors().open(Optional.empty())) {
      return expert.extract(FfmpegVideo.open("clip", clip)).orElseThrow();
    }
  }
}
