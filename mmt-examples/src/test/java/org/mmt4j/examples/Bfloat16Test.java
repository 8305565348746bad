package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.Similarities;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.text.Bert;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;
import org.mmt4j.train.TrainingListener;

/**
 * Scoring and training with products in bfloat16, by oneDNN. A processor without bfloat16 computes
 * in float32, so that there the differences are 0.
 */
final class Bfloat16Test {

  private static final int VIDEOS = 12;
  private static final int STEPS = 8;

  /** Factors are rounded to 8 bits, and similarities are between -1 and 1; found up to 4e-4. */
  private static final double SIMILARITY = 1e-2;

  /** Relative; found up to 1e-2. */
  private static final double LOSS = 3e-2;

  @TempDir private Path directory;

  @Test
  void similaritiesDifferByRoundingAndParametersDoNotDiffer() throws IOException {
    List<CaptionedVideo> pairs = pairs();
    List<VideoFeatures> videos = pairs.stream().map(CaptionedVideo::video).toList();
    List<String> captions = pairs.stream().map(pair -> pair.captions().get(0)).toList();
    try (MmtModel single = model();
        MmtModel half = single.withPrecision(Precision.BFLOAT16);
        MmtModel built = builder().precision(Precision.BFLOAT16).build()) {
      assertEquals(Precision.BFLOAT16, half.precision());
      assertEquals(Precision.BFLOAT16, built.precision());
      Similarities expected = single.similarities(videos, captions);
      Similarities found = half.similarities(videos, captions);
      Similarities ofBuilt = built.similarities(videos, captions);
      for (int caption = 0; caption < VIDEOS; caption++) {
        for (int video = 0; video < VIDEOS; video++) {
          assertEquals(expected.of(caption, video), found.of(caption, video), SIMILARITY);
          assertEquals(found.of(caption, video), ofBuilt.of(caption, video));
        }
      }
      single.save(directory.resolve("single"));
      half.save(directory.resolve("half"));
      assertArrayEquals(
          Files.readAllBytes(directory.resolve("single/model.safetensors")),
          Files.readAllBytes(directory.resolve("half/model.safetensors")));
    }
  }

  @Test
  void trainingFollowsFloat32AndRepeatsItsBits() throws IOException {
    List<Double> single = losses(Precision.FLOAT32);
    List<Double> half = losses(Precision.BFLOAT16);
    assertEquals(half, losses(Precision.BFLOAT16));
    for (int step = 0; step < STEPS; step++) {
      assertEquals(single.get(step), half.get(step), LOSS * single.get(step), "step " + step);
    }
  }

  private List<Double> losses(Precision precision) throws IOException {
    List<Double> losses = new ArrayList<>();
    TrainingConfig config =
        TrainingConfig.builder()
            .steps(STEPS)
            .batchSize(VIDEOS)
            .learningRate(LearningRateSchedule.constant(1e-3))
            .precision(precision)
            .build();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            losses.add(report.loss());
          }
        };
    try (MmtModel model = model()) {
      Trainer.of(config).listener(listener).fit(model, pairs()).close();
    }
    return losses;
  }

  private MmtModel model() throws IOException {
    return builder().build();
  }

  private MmtModelBuilder builder() throws IOException {
    Path bert = directory.resolve("bert");
    if (!Files.exists(bert)) {
      TinyBert.write(bert, 30);
    }
    return MmtModel.builder()
        .experts(Expert.of("rgb", 96), Expert.of("audio", 40))
        .hiddenSize(128)
        .layers(2)
        .heads(4)
        .feedForward(256)
        .captions(Bert.fromDirectory(bert));
  }

  private static List<CaptionedVideo> pairs() {
    Random random = new Random(1);
    return IntStream.range(0, VIDEOS)
        .mapToObj(
            i ->
                CaptionedVideo.of(
                    VideoFeatures.of(
                        "video" + i,
                        Map.of(
                            "rgb", ExpertFeatures.untimed(features(random, 6, 96)),
                            "audio", ExpertFeatures.untimed(features(random, 4, 40)))),
                    "a man and dog number " + i))
        .toList();
  }

  private static float[][] features(Random random, int count, int dimension) {
    float[][] features = new float[count][dimension];
    for (float[] feature : features) {
      for (int i = 0; i < dimension; i++) {
        feature[i] = (float) random.nextGaussian();
      }
    }
    return features;
  }
}
