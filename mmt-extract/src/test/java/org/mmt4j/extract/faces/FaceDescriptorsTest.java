package org.mmt4j.extract.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.tfjs.TinyTfjs;

/** The test networks find white cells, and describe a face by its colour. */
class FaceDescriptorsTest {

  private static final float NEVER = -20;

  @TempDir Path folder;

  /** Anchor 2 (4 * 16 + 5) + 1 is at pixel (88, 72). */
  @Test
  void boxIsRelativeToItsAnchor() {
    float[] scores = filled(512, NEVER);
    float[] values = new float[512 * 16];
    int anchor = 2 * (4 * 16 + 5) + 1;
    scores[anchor] = 3;
    values[16 * anchor] = 8;
    values[16 * anchor + 1] = -8;
    values[16 * anchor + 2] = 64;
    values[16 * anchor + 3] = 32;
    List<FaceBoxes.Box> boxes =
        FaceBoxes.of(scores, filled(384, NEVER), values, new float[384 * 16]);
    double score = 1 / (1 + Math.exp(-3));
    assertEquals(
        List.of(new FaceBoxes.Box(64 / 256.0, 48 / 256.0, 128 / 256.0, 80 / 256.0, score)), boxes);
  }

  /** Anchor 6 (1 * 8 + 2) + 5 is at pixel (80, 48). */
  @Test
  void largeFacesHaveCoarseAnchors() {
    float[] scores = filled(384, NEVER);
    float[] values = new float[384 * 16];
    int anchor = 6 * (8 + 2) + 5;
    scores[anchor] = 3;
    values[16 * anchor + 2] = 64;
    values[16 * anchor + 3] = 64;
    FaceBoxes.Box box =
        FaceBoxes.of(filled(512, NEVER), scores, new float[512 * 16], values).get(0);
    assertEquals(48 / 256.0, box.left());
    assertEquals(16 / 256.0, box.top());
  }

  @Test
  void bestOfOverlappingBoxesStays() {
    float[] scores = filled(512, NEVER);
    float[] values = new float[512 * 16];
    for (int cell : new int[] {0, 1, 8}) { // 16 pixels, then 128 pixels apart
      scores[2 * cell] = cell == 1 ? 5 : 3;
      values[2 * cell * 16 + 2] = 48;
      values[2 * cell * 16 + 3] = 48;
    }
    List<FaceBoxes.Box> boxes =
        FaceBoxes.of(scores, filled(384, NEVER), values, new float[384 * 16]);
    assertEquals(2, boxes.size());
    assertEquals(0, boxes.get(0).left(), 1e-9); // of cell 1
  }

  @Test
  void rejectsOutputsOfAnotherDetector() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> FaceBoxes.of(new float[10], new float[384], new float[160], new float[6144]));
    assertEquals(
        "face detector: found 10 scores and 160 values, expected 512 scores and at least 4 values"
            + " for each",
        e.getMessage());
  }

  @Test
  void cropHasAMarginWithinTheFrame() {
    Frame frame = new Frame(0, 100, 100, new byte[30_000]);
    Frame crop =
        FaceDescriptors.crop(frame, new FaceBoxes.Box(0.2, 0.1, 0.4, 0.3, 1)).orElseThrow();
    assertEquals(30, crop.width());
    assertEquals(30, crop.height());
    Frame corner =
        FaceDescriptors.crop(frame, new FaceBoxes.Box(-0.1, 0.9, 0.1, 1.1, 1)).orElseThrow();
    assertEquals(15, corner.width());
    assertEquals(15, corner.height());
    assertEquals(Optional.empty(), FaceDescriptors.crop(frame, new FaceBoxes.Box(1.5, 0, 2, 1, 1)));
  }

  /**
   * The white square gives the box 56 to 88 with a margin of 8 pixels; of the four pixels that the
   * second network reads of a face, the one in the middle is white.
   */
  @Test
  void describesEachFaceAtItsTime() throws IOException {
    networks();
    Path clip =
        TestClip.of(folder.resolve("clip.mkv"))
            .lossless()
            .size(256, 256)
            .frames(4, 2)
            .painted((index, x, y) -> index >= 2 && x / 16 == 4 && y / 16 == 4 ? 0xffffff : 0)
            .write();
    try (FeatureExtractor open = new FaceDescriptors().open(Optional.of(folder))) {
      ExpertFeatures faces = open.extract(FfmpegVideo.open("clip", clip)).orElseThrow();
      assertEquals(1, faces.count());
      assertEquals(1, faces.time(0));
      assertEquals(1024, faces.dimension());
      assertEquals(255 / 4.0, faces.feature(0)[0], 0.1);
    }
  }

  @Test
  void missingFilesMakeTheExpertUnavailable() throws IOException {
    networks();
    assertEquals(
        FaceDescriptors.class,
        FeatureExtractors.find(Optional.of(folder)).available().get("face").getClass());
    Files.delete(folder.resolve("faceres.json"));
    assertEquals(
        Optional.of(
            "found no "
                + folder.resolve("faceres.json")
                + ", expected a network in TensorFlow.js format"),
        new FaceDescriptors().unavailableReason(Optional.of(folder)));
  }

  private void networks() throws IOException {
    float[] size = new float[16];
    size[2] = 32;
    size[3] = 32;
    TinyTfjs detector =
        new TinyTfjs()
            .reads("input", 1, 256, 256, 3)
            .floats("bright", new int[] {1, 1, 3, 1}, 10, 10, 10)
            .floats("nothing", new int[] {1, 1, 3, 16}, new float[48])
            .floats("box", new int[] {16}, size)
            .floats("never", new int[] {1}, -100);
    anchors(detector, "fine", "Identity", "Identity_2", 16, 32);
    anchors(detector, "coarse", "Identity_1", "Identity_3", 8, 48);
    detector.write(folder, "blazeface");
    float[] red = new float[3 * 1024];
    red[0] = 1;
    new TinyTfjs()
        .reads("input_1", -1, 224, 224, 3)
        .ints("size", 2, 2)
        .operation("ResizeBilinear", "small", "input_1", "size")
        .floats("red", new int[] {1, 1, 3, 1024}, red)
        .convolution("described", "small", "red")
        .ints("axes", 1, 2)
        .operation("Mean", "global_pooling/Mean", "described", "axes")
        .write(folder, "faceres");
  }

  /** Adds the outputs of some anchors: one pixel of the resized image for each. */
  private static void anchors(
      TinyTfjs network, String name, String scores, String boxes, int rows, int columns) {
    int count = rows * columns;
    network
        .ints(name + "/size", rows, columns)
        .operation("ResizeBilinear", name, "input", name + "/size")
        .convolution(name + "/bright", name, "bright")
        .ints(name + "/scores", 1, count, 1)
        .operation("Reshape", name + "/logits", name + "/bright", name + "/scores");
    if (name.equals("coarse")) {
      network.operation("AddV2", scores, name + "/logits", "never");
    } else {
      network.operation("Identity", scores, name + "/logits");
    }
    network
        .convolution(name + "/zero", name, "nothing")
        .operation("AddV2", name + "/box", name + "/zero", "box")
        .ints(name + "/boxes", 1, count, 16)
        .operation("Reshape", boxes, name + "/box", name + "/boxes");
  }

  private static float[] filled(int length, float value) {
    float[] filled = new float[length];
    Arrays.fill(filled, value);
    return filled;
  }
}
