package org.mmt4j.extract.objects;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.tfjs.TinyTfjs;
import org.mmt4j.extract.words.SentenceVectors;
import org.mmt4j.io.DataFileException;

/** The test network has heat maps of three classes: how red, green and blue each pixel is. */
class DetectedObjectsTest {

  private static final int CLASSES = 80;
  private static final int PERSON = 0;
  private static final int DOG = 16;
  private static final int KITE = 33;

  @TempDir Path folder;

  @Test
  void classesAreThoseOfCoco() {
    assertEquals(CLASSES, CocoClasses.NAMES.size());
    assertEquals("person", CocoClasses.NAMES.get(PERSON));
    assertEquals("dog", CocoClasses.NAMES.get(DOG));
    assertEquals("kite", CocoClasses.NAMES.get(KITE));
    assertEquals("toothbrush", CocoClasses.NAMES.get(CLASSES - 1));
  }

  @Test
  void featureIsSumOfVectorsOfDetectedClasses() throws IOException {
    network(1 / 255f);
    ExpertFeatures features = extract(0xff0000, 0x000000, 0x00ff80);
    float[][] vectors = SentenceVectors.of(List.of("person", "dog", "kite"));
    assertEquals(2, features.count()); // nothing is detected in the black second
    assertEquals(0, features.time(0));
    assertEquals(2, features.time(1));
    assertArrayEquals(sum(vectors, 0.75, 0, 0), features.feature(0), 1e-4f);
    assertArrayEquals(sum(vectors, 0, 0.75, 128 / 255.0 - 0.25), features.feature(1), 1e-4f);
  }

  @Test
  void captionThatNamesTheObjectIsNearest() throws IOException {
    network(1 / 255f);
    float[] dog = extract(0x00ff00).feature(0);
    float[][] captions =
        SentenceVectors.of(
            List.of("a puppy plays in the garden", "a man cooks soup", "a bus drives by"));
    assertTrue(dot(captions[0], dog) > dot(captions[1], dog));
    assertTrue(dot(captions[0], dog) > dot(captions[2], dog));
  }

  @Test
  void videoWithoutObjectsHasNoFeatures() throws IOException {
    network(0.2f / 255);
    Path clip = clip(0xffffff);
    try (FeatureExtractor open = new DetectedObjects().open(Optional.of(folder))) {
      assertEquals(Optional.empty(), open.extract(FfmpegVideo.open("clip", clip)));
    }
  }

  @Test
  void missingFilesMakeTheExpertUnavailable() throws IOException {
    assertEquals("found no model folder, expected one with centernet.json", reason(false));
    assertEquals(
        "found no "
            + folder.resolve("centernet.json")
            + ", expected a network in TensorFlow.js format",
        reason(true));
    network(1);
    Files.delete(folder.resolve("centernet.bin"));
    assertEquals(
        "found no " + folder.resolve("centernet.bin") + ", expected the weights of centernet.json",
        reason(true));
  }

  @Test
  void namesDamagedNetwork() throws IOException {
    network(1);
    Files.writeString(folder.resolve("centernet.json"), "{");
    DataFileException e =
        assertThrows(
            DataFileException.class, () -> new DetectedObjects().open(Optional.of(folder)));
    assertTrue(e.getMessage().startsWith(folder.resolve("centernet.json") + ": "));
  }

  @Test
  void rejectsOtherNumberOfClasses() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> DetectedObjects.feature(new float[2], new float[3][4]));
    assertEquals("scores of objects: found 2, expected 3", e.getMessage());
  }

  private String reason(boolean withFolder) {
    Optional<Path> models = withFolder ? Optional.of(folder) : Optional.empty();
    return FeatureExtractors.find(models).unavailable().get("objects");
  }

  private static float[] sum(float[][] vectors, double... weights) {
    float[] sum = new float[vectors[0].length];
    for (int i = 0; i < sum.length; i++) {
      for (int k = 0; k < weights.length; k++) {
        sum[i] += (float) (weights[k] * vectors[k][i]);
      }
    }
    return sum;
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private void network(float scale) throws IOException {
    float[] kernel = new float[3 * CLASSES];
    kernel[PERSON] = scale;
    kernel[CLASSES + DOG] = scale;
    kernel[2 * CLASSES + KITE] = scale;
    new TinyTfjs()
        .reads("tower_0/images", 1, 512, 512, 3)
        .ints("size", 4, 4)
        .operation("ResizeBilinear", "small", "tower_0/images", "size")
        .floats("kernel", new int[] {1, 1, 3, CLASSES}, kernel)
        .convolution("map", "small", "kernel")
        .operation("Identity", "tower_0/keypoints", "map")
        .write(folder, "centernet");
  }

  private ExpertFeatures extract(int... colours) throws IOException {
    Path clip = clip(colours);
    try (FeatureExtractor open = new DetectedObjects().open(Optional.of(folder))) {
      return open.extract(FfmpegVideo.open("clip", clip)).orElseThrow();
    }
  }

  /** Shows each colour for a second. */
  private Path clip(int... colours) throws IOException {
    return TestClip.of(folder.resolve("clip.mkv"))
        .lossless()
        .frames(colours.length * 5, 5)
        .painted((index, x, y) -> colours[index / 5])
        .write();
  }
}
