package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.text.Bert;

/** Trainings with dropout on the GPU, or on the stand-in for one. */
@Tag("cuda-standin")
class CudaTrainingTest {

  private static final int STEPS = 20;

  private static Bert bert;
  private static MmtModel model;

  @TempDir private Path directory;

  @BeforeAll
  static void build() {
    bert = SmallTraining.bert(0.1);
    model =
        SmallData.model()
            .hiddenSize(32)
            .feedForward(64)
            .experts(Expert.of("rgb", 5))
            .captions(bert)
            .dropout(0.1)
            .build();
  }

  @AfterAll
  static void close() {
    model.close();
    bert.close();
  }

  /** Tolerance: rounding of float32, which 20 steps of training amplify. */
  @Test
  void lossesAreThoseOfTheHost() {
    List<Double> host = WithKernels.of("plain", () -> losses(directory.resolve("host")));
    List<Double> gpu = losses(directory.resolve("gpu"));
    assertEquals(STEPS, gpu.size());
    for (int i = 0; i < STEPS; i++) {
      assertEquals(host.get(i), gpu.get(i), 1e-4 * Math.abs(host.get(i)) + 1e-5, "step " + i);
    }
  }

  private static List<Double> losses(Path checkpoints) {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            losses.add(report.loss());
          }
        };
    training(checkpoints, STEPS).by(t -> t.listener(listener)).run().close();
    return losses;
  }

  @Test
  void aResumedTrainingHasTheBitsOfOneThatWasNotStopped() throws IOException {
    training(directory.resolve("whole"), STEPS).run().close();
    training(directory.resolve("parts"), STEPS / 2).run().close();
    training(directory.resolve("parts"), STEPS).run().close();
    for (String file : List.of("optimizer.safetensors", "model/model.safetensors")) {
      Path last = Path.of("step-%09d".formatted(STEPS)).resolve(file);
      assertEquals(
          -1,
          Files.mismatch(
              directory.resolve("whole").resolve(last), directory.resolve("parts").resolve(last)),
          file);
    }
  }

  @Test
  void aTrainedModelRanksAsWithKernelsOfTheHost() {
    List<CaptionedVideo> videos = SmallTraining.data();
    try (MmtModel trained = training(directory, STEPS).run()) {
      double gpu = similarity(trained, videos);
      double host = WithKernels.of("plain", () -> similarityOfCopy(trained, videos));
      assertEquals(host, gpu, 1e-5);
    }
  }

  private static double similarityOfCopy(MmtModel trained, List<CaptionedVideo> videos) {
    try (MmtModel copy = trained.withParameters(trained.copyParameters())) {
      return similarity(copy, videos);
    }
  }

  private static double similarity(MmtModel of, List<CaptionedVideo> videos) {
    return of.similarity(videos.get(0).video(), videos.get(0).captions().get(0));
  }

  private static SmallRun training(Path checkpoints, int steps) {
    return SmallRun.of(model, SmallTraining.data())
        .with(c -> c.batchSize(4).steps(steps).seed(3))
        .with(c -> c.learningRate(LearningRateSchedule.constant(1e-2)))
        .by(t -> t.checkpoints(Checkpoints.in(checkpoints).everySteps(STEPS / 2)));
  }
}
