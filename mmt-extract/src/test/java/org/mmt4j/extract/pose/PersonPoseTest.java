package org.mmt4j.extract.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.mmt4j.extract.tfjs.TinyTfjs;

/** The joints of the test network are pixels of a column: red is y, green x, blue the score. */
class PersonPoseTest {

  @TempDir Path folder;

  @Test
  void readsTheFrameAtTheTopLeftAndDescribesEachSecond() throws IOException {
    new TinyTfjs()
        .reads("input", 1, 192, 192, 3)
        .ints("size", 17, 1)
        .operation("ResizeBilinear", "column", "input", "size")
        .floats("scale", new int[] {3}, 1 / 255f, 1 / 255f, 1 / 255f)
        .operation("Mul", "joints", "column", "scale")
        .ints("shape", 1, 1, 17, 3)
        .operation("Reshape", "Identity", "joints", "shape")
        .write(folder, "movenet-lightning");
    assertEquals(
        PersonPose.class,
        FeatureExtractors.find(Optional.of(folder)).available().get("pose").getClass());
    Path clip =
        TestClip.of(folder.resolve("clip.mkv"))
            .lossless()
            .size(96, 192) // the right half of the input is black
            .frames(8, 4)
            .painted((index, x, y) -> (y << 16) + (x == 0 ? (index * 10) << 8 : 0) + 0xff)
            .write();
    try (FeatureExtractor open = new PersonPose().open(Optional.of(folder))) {
      ExpertFeatures features = open.extract(FfmpegVideo.open("clip", clip)).orElseThrow();
      assertEquals(2, features.count());
      assertEquals(1.5, features.time(1));
      assertEquals(85, features.dimension());
      assertEquals(1, features.feature(0)[0], 1e-6); // the score
      double height = features.feature(0)[2 * 17 + 16] - features.feature(0)[2 * 17];
      assertEquals(1, height, 1e-5); // y from the top to the bottom of the box
      double moved = features.feature(1)[3 * 17]; // 10 / 255 of a box that is 16 / 17 192 / 255
      assertEquals(10 / (16 / 17.0 * 192), moved, 1e-3);
    }
  }
}
