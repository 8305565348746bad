package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.text.Bert;

/** Trainings with dropout on the GPU, or on the stand-in for one. */
@Tag("cuda-standin")
class CudaTrainingTest {

  private static final int STEPS = 20;
  private static final int FEW = 5;

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
            .device(Device.cpu())
            .build();
  }

  @AfterAll
  static void close() {
    model.close();
    bert.close();
  }

  @AfterEach
  void allMemoryOfTheGpuIsFree() {
    assertEquals(0, bytes());
    assertEquals(Set.of(), Device.cuda().accelerator().orElseThrow().kernels());
  }

  private static long bytes() {
    return Device.cuda().accelerator().orElseThrow().memory().bytes();
  }

  /** Tolerance: rounding of float32, which 20 steps of training amplify. */
  @Test
  void lossesAreThoseOfTheCpu() {
    List<Double> cpu = losses("cpu", STEPS, Device.cpu(), Precision.FLOAT32);
    List<Double> gpu = losses("gpu", STEPS, Device.cuda(), Precision.FLOAT32);
    assertEquals(STEPS, gpu.size());
    for (int i = 0; i < STEPS; i++) {
      assertEquals(cpu.get(i), gpu.get(i), 1e-4 * Math.abs(cpu.get(i)) + 1e-5, "step " + i);
    }
  }

  /** The first loss shows the rounding of factors; later ones also the steps of Adam, of 1e-2. */
  @ParameterizedTest
  @CsvSource({"TF32,1e-3", "BFLOAT16,1e-2"})
  void lossesInLowerPrecisionAreClose(Precision precision, double rounding) {
    List<Double> exact = losses("float32", FEW, Device.cuda(), Precision.FLOAT32);
    List<Double> rounded = losses("rounded", FEW, Device.cuda(), precision);
    assertNotEquals(exact, rounded);
    assertEquals(exact.get(0), rounded.get(0), rounding);
    for (int i = 0; i < FEW; i++) {
      assertEquals(exact.get(i), rounded.get(i), 5e-2, "step " + i);
    }
  }

  private List<Double> losses(String run, int steps, Device device, Precision precision) {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            losses.add(report.loss());
          }
        };
    training(directory.resolve(run), steps, device)
        .with(c -> c.precision(precision))
        .by(t -> t.listener(listener))
        .run()
        .close();
    return losses;
  }

  @Test
  void aResumedTrainingHasTheBitsOfOneThatWasNotStopped() throws IOException {
    training(directory.resolve("whole"), STEPS, Device.cuda()).run().close();
    training(directory.resolve("parts"), STEPS / 2, Device.cuda()).run().close();
    training(directory.resolve("parts"), STEPS, Device.cuda()).run().close();
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
  void aTrainingResumesOnAnotherDevice() {
    training(directory, STEPS / 2, Device.cpu()).run().close();
    try (MmtModel trained = training(directory, STEPS, Device.cuda()).run()) {
      assertEquals(Device.cuda(), trained.device());
    }
  }

  @Test
  void modelsOfBothDevicesRankAlike() throws IOException {
    List<CaptionedVideo> videos = SmallTraining.data();
    try (MmtModel trained = training(directory, STEPS, Device.cuda()).run();
        MmtModel onCpu = trained.withDevice(Device.cpu())) {
      double similarity = similarity(trained, videos);
      assertTrue(bytes() > 0);
      assertEquals(similarity(onCpu, videos), similarity, 1e-5);
      trained.save(directory.resolve("model"));
      try (MmtModel loaded = MmtModel.load(directory.resolve("model"), Device.cuda())) {
        assertEquals(similarity, similarity(loaded, videos));
      }
    }
  }

  @Test
  void modelsThatShareAGpuFreeTheirOwnMemoryOnly() {
    List<CaptionedVideo> videos = SmallTraining.data();
    try (MmtModel first = model.withDevice(Device.cuda())) {
      double similarity = similarity(first, videos);
      long used = bytes();
      try (MmtModel second = first.withParameters(first.copyParameters())) {
        assertEquals(Device.cuda(), second.device());
        assertEquals(similarity, similarity(second, videos));
        assertTrue(bytes() > used);
      }
      assertEquals(used, bytes());
      assertEquals(similarity, similarity(first, videos));
    }
  }

  private static double similarity(MmtModel of, List<CaptionedVideo> videos) {
    return of.similarity(videos.get(0).video(), videos.get(0).captions().get(0));
  }

  private static SmallRun training(Path checkpoints, int steps, Device device) {
    return SmallRun.of(model, SmallTraining.data())
        .with(c -> c.batchSize(4).steps(steps).seed(3))
        .with(c -> c.learningRate(LearningRateSchedule.constant(1e-2)))
        .by(t -> t.device(device))
        .by(t -> t.checkpoints(Checkpoints.in(checkpoints).everySteps(STEPS / 2)));
  }
}
