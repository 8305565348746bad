package org.mmt4j.extract.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

/** The test networks write the mean of their input, once for each value of the feature. */
class PaperExpertsTest {

  @TempDir Path folder;

  @Test
  void imageExpertsReadOneFramePerSecond() throws IOException {
    for (FeatureExtractorProvider expert : List.of(new SceneDenseNet(), new AppearanceSeNet())) {
      int dimension = expert instanceof SceneDenseNet ? 2208 : 2048;
      network(expert.name(), dimension, 1, 3, 224, 224);
      ExpertFeatures features = extract(expert, greyThenWhite());

      assertEquals(dimension, features.dimension());
      assertArrayEquals(new double[] {0, 1, 2}, times(features));
      assertEquals(normalized(128), features.feature(0)[7], 1e-3);
      assertEquals(normalized(255), features.feature(2)[7], 1e-3);
    }
  }

  private static double normalized(int grey) {
    double sum = 0;
    double[] mean = {0.485, 0.456, 0.406};
    double[] deviation = {0.229, 0.224, 0.225};
    for (int channel = 0; channel < 3; channel++) {
      sum += (grey / 255.0 - mean[channel]) / deviation[channel];
    }
    return sum / 3;
  }

  /**
   * 75 frames at 25 per second have one clip of 64 frames: the next one, from frame 25, would be
   * incomplete.
   */
  @Test
  void motionReadsClipsOf64Frames() throws IOException {
    network("s3d", 1024, 1, 3, 64, 224, 224);
    ExpertFeatures features = extract(new MotionS3d(), greyThenWhite());

    assertEquals(1024, features.dimension());
    assertArrayEquals(new double[] {1.28}, times(features), 1e-9);
    double grey = 128 / 127.5 - 1;
    assertEquals((50 * grey + 14 * 1) / 64, features.feature(0)[1023], 1e-3);
  }

  @Test
  void audioReadsExamplesOf96Windows() throws IOException {
    network("vggish", 128, 1, 1, 96, 64);
    Path clip =
        TestClip.of(folder.resolve("silence.mkv"))
            .sound("pcm_s16le", 16000, 1, (second, channel) -> 0)
            .soundFor(0, 2)
            .write();
    ExpertFeatures features = extract(new AudioVggish(), clip);

    assertEquals(128, features.dimension());
    assertArrayEquals(new double[] {0.48, 1.44}, times(features), 1e-9);
    assertEquals(Math.log(0.01), features.feature(1)[5], 1e-4);
  }

  @Test
  void videoWithoutAudioHasNoFeatures() throws IOException {
    network("vggish", 128, 1, 1, 96, 64);
    Path clip = TestClip.of(folder.resolve("silent.mkv")).write();
    try (FeatureExtractor audio = new AudioVggish().open(Optional.of(folder))) {
      assertEquals(Optional.empty(), audio.extract(FfmpegVideo.open("silent", clip)));
    }
  }

  @Test
  void missingNetworkMakesExpertUnavailable() {
    FeatureExtractors withoutFolder = FeatureExtractors.find(Optional.empty());
    assertEquals(
        "found no model folder, expected one with s3d.onnx",
        withoutFolder.unavailable().get("s3d"));
    FeatureExtractors withFolder = FeatureExtractors.find(Optional.of(folder));
    assertEquals(
        "found no " + folder.resolve("rgb.onnx") + ", expected a network in ONNX format",
        withFolder.unavailable().get("rgb"));
    assertTrue(withFolder.unavailable().keySet().containsAll(List.of("scene", "vggish")));
  }

  @Test
  void networkInModelFolderMakesExpertAvailable() throws IOException {
    network("scene", 2208, 1, 3, 224, 224);
    FeatureExtractors found = FeatureExtractors.find(Optional.of(folder));
    assertEquals(SceneDenseNet.class, found.available().get("scene").getClass());
  }

  @Test
  void rejectsNetworkWithDifferentImageSize() throws IOException {
    network("scene", 2208, 1, 3, 299, 299);
    Path clip = greyThenWhite();
    Exception e = assertThrows(IOException.class, () -> extract(new SceneDenseNet(), clip));
    assertEquals(
        folder.resolve("scene.onnx")
            + ": input x: found shape [1, 3, 224, 224], expected [1, 3, 299, 299] (-1 means any"
            + " length)",
        e.getMessage());
  }

  /** Writes 2 seconds of grey, then a second of white. */
  private Path greyThenWhite() throws IOException {
    Path file = folder.resolve("clip.mkv");
    return Files.exists(file)
        ? file
        : TestClip.of(file)
            .lossless()
            .frames(75, 25)
            .painted((index, x, y) -> index < 50 ? 0x808080 : 0xffffff)
            .write();
  }

  private void network(String name, int dimension, long... shape) throws IOException {
    long[] axes = new long[shape.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    new TinyNetwork()
        .reads("x", DataType.FLOAT, shape)
        .mean("mean", "x", axes)
        .floats("ones", List.of(1L, (long) dimension), Collections.nCopies(dimension, 1f))
        .node("Mul", "feature", "ones", "mean")
        .writes("feature", DataType.FLOAT, 1, dimension)
        .write(folder.resolve(name + ".onnx"));
  }

  private ExpertFeatures extract(FeatureExtractorProvider expert, Path clip) throws IOException {
    try (FeatureExtractor open = expert.open(Optional.of(folder))) {
      return open.extract(FfmpegVideo.open("clip", clip)).orElseThrow();
    }
  }

  private static double[] times(ExpertFeatures features) {
    double[] times = new double[features.count()];
    for (int i = 0; i < times.length; i++) {
      times[i] = features.time(i);
    }
    return times;
  }
}
