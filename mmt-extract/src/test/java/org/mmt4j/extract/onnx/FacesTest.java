package org.mmt4j.extract.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

/**
 * The test detector finds the same boxes in each frame; the test recognition returns the mean of a
 * face.
 */
class FacesTest {

  private static final double MEAN = (131.0912 + 103.8827 + 91.4953) / 3;

  @TempDir Path folder;

  @Test
  void ordersFacesByFallingScore() throws IOException {
    detector(
        List.of(
            List.of(0f, 1f, 0.6f, 0f, 0f, 0.5f, 1f), // the left half, black
            List.of(0f, 1f, 0.9f, 0.5f, 0f, 1.2f, 1f), // the right half and beyond, white
            List.of(0f, 1f, 0.4f, 0f, 0f, 1f, 1f), // low score
            List.of(0f, 1f, 0.8f, 0.5f, 0.5f, 0.5f, 0.5f))); // empty
    recognition();

    ExpertFeatures features = extract().orElseThrow();

    assertEquals(512, features.dimension());
    assertEquals(4, features.count());
    for (int second = 0; second < 2; second++) {
      assertEquals(second, features.time(2 * second));
      assertEquals(second, features.time(2 * second + 1));
      assertEquals(255 - MEAN, features.feature(2 * second)[511], 1e-2);
      assertEquals(-MEAN, features.feature(2 * second + 1)[0], 1e-2);
    }
  }

  @Test
  void videoWithoutFacesHasNoFeatures() throws IOException {
    detector(List.of(List.of(0f, 1f, 0.4f, 0f, 0f, 1f, 1f)));
    recognition();
    assertEquals(Optional.empty(), extract());
  }

  @Test
  void rejectsDetectorOutputThatIsNotBoxes() throws IOException {
    detector(List.of(List.of(0f, 1f, 0.4f)));
    recognition();
    Exception e = assertThrows(IOException.class, this::extract);
    assertEquals(
        folder.resolve("face-detector.onnx")
            + ": found output of shape [1, 1, 1, 3], expected [1, 1, n, 7]",
        e.getMessage());
  }

  @Test
  void needsBothNetworks() throws IOException {
    recognition();
    assertEquals(
        Optional.of(
            "found no "
                + folder.resolve("face-detector.onnx")
                + ", expected a network in ONNX format"),
        new Faces().unavailableReason(Optional.of(folder)));
  }

  private void detector(List<List<Float>> boxes) throws IOException {
    List<Float> values = boxes.stream().flatMap(List::stream).toList();
    List<Long> shape = List.of(1L, 1L, (long) boxes.size(), (long) boxes.get(0).size());
    new TinyNetwork()
        .reads("image", DataType.FLOAT, 1, 3, 300, 300)
        .mean("mean", "image", 0, 1, 2, 3)
        .floats("factor", List.of(), List.of(0f))
        .floats("constant", shape, values)
        .node("Mul", "zero", "mean", "factor")
        .node("Add", "boxes", "constant", "zero")
        .writes("boxes", DataType.FLOAT, shape.stream().mapToLong(Long::longValue).toArray())
        .write(folder.resolve("face-detector.onnx"));
  }

  private void recognition() throws IOException {
    new TinyNetwork()
        .reads("face", DataType.FLOAT, 1, 3, 224, 224)
        .mean("mean", "face", 0, 1, 2, 3)
        .floats("ones", List.of(1L, 512L), Collections.nCopies(512, 1f))
        .node("Mul", "feature", "ones", "mean")
        .writes("feature", DataType.FLOAT, 1, 512)
        .write(folder.resolve("face.onnx"));
  }

  /** Extracts a video of 2 seconds, black at the left and white at the right. */
  private Optional<ExpertFeatures> extract() throws IOException {
    Path clip =
        TestClip.of(folder.resolve("clip.mkv"))
            .lossless()
            .frames(4, 2)
            .painted((index, x, y) -> x < 32 ? 0 : 0xffffff)
            .write();
    try (FeatureExtractor faces = new Faces().open(Optional.of(folder))) {
      return faces.extract(FfmpegVideo.open("clip", clip));
    }
  }
}
