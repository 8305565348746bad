package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.data.Expert;
import org.mmt4j.fixtures.NativeMemory;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.BertPooling;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** How a run starts, ends and is watched. */
class TrainerLifecycleTest {

  private static final List<CaptionedVideo> DATA = SmallTraining.data();

  private static MmtModel model;

  @TempDir private Path directory;

  @BeforeAll
  static void build() {
    model = SmallTraining.model(SmallTraining.bert(0.1), 0.1);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static SmallRun run() {
    return SmallRun.of(model, DATA).with(config -> config.batchSize(4).steps(6).seed(7));
  }

  @Test
  void stopEndsTheRunAfterItsStepWithACheckpoint() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    List<Integer> steps = new ArrayList<>();
    Trainer trainer =
        run()
            .with(config -> config.steps(1_000_000))
            .by(t -> t.checkpoints(Checkpoints.in(directory)))
            .build()
            .listener(
                new TrainingListener() {
                  @Override
                  public void onStep(StepReport report) {
                    steps.add(report.step());
                    started.countDown();
                  }
                });
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<MmtModel> trained = thread.submit(() -> trainer.fit(model, DATA));
      started.await();
      trainer.stop();
      try (MmtModel stopped = trained.get();
          MmtModel saved =
              MmtModel.load(
                  directory.resolve("step-%09d".formatted(steps.size())).resolve("model"))) {
        assertEquals(similarity(stopped), similarity(saved));
      }
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void stoppedRunIsResumedToTheBitsOfOneThatWasNot() {
    Trainer stopping = run().by(t -> t.checkpoints(Checkpoints.in(directory))).build();
    stopping
        .listener(
            new TrainingListener() {
              @Override
              public void onStep(StepReport report) {
                if (report.step() == 2) {
                  stopping.stop();
                }
              }
            })
        .fit(model, DATA)
        .close();
    assertTrue(Files.isDirectory(directory.resolve("step-000000002")));
    try (MmtModel resumed = run().by(t -> t.checkpoints(Checkpoints.in(directory))).run();
        MmtModel whole = run().run()) {
      assertEquals(similarity(whole), similarity(resumed));
    }
  }

  @Test
  void listenersAreToldOfCheckpoints() {
    List<String> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onCheckpoint(int step, Path checkpoint) {
            assertTrue(Files.isRegularFile(checkpoint.resolve("trainer.json")));
            told.add(step + " " + checkpoint.getFileName());
          }
        };
    run()
        .by(t -> t.checkpoints(Checkpoints.in(directory).everySteps(4)).listener(listener))
        .run()
        .close();
    assertEquals(List.of("4 step-000000004", "6 step-000000006"), told);
  }

  @Test
  void listenersAreToldOfTheFailureThatIsThrown() {
    List<Throwable> failures = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onFailure(Throwable failure) {
            failures.add(failure);
          }

          @Override
          public void onEnd() {
            ends.add("end");
          }
        };
    SmallRun failing =
        run()
            .with(c -> c.optimizer(Adam.PUBLISHED.withWeightDecay(1e300)))
            .by(t -> t.listener(listener));
    TrainingException thrown = assertThrows(TrainingException.class, failing::run);
    assertSame(thrown, failures.get(0));
    assertEquals(1, failures.size());
    assertEquals(List.of("end"), ends);
    assertTrue(thrown.step() >= 1, "step " + thrown.step());
  }

  /** Records the calls of a listener; may throw in one of them. */
  private record Recorder(String name, List<String> calls, String failing)
      implements TrainingListener {

    private void call(String method) {
      calls.add(name + " " + method);
      if (method.equals(failing)) {
        throw new IllegalStateException(name + " " + method);
      }
    }

    @Override
    public void onStart(int totalSteps) {
      call("start");
    }

    @Override
    public void onFailure(Throwable failure) {
      call("failure");
    }

    @Override
    public void onEnd() {
      call("end");
    }
  }

  @Test
  void onlyListenersThatStartedAreToldOfTheEnd() {
    List<String> calls = new ArrayList<>();
    SmallRun failing =
        run()
            .by(t -> t.listener(new Recorder("first", calls, "")))
            .by(t -> t.listener(new Recorder("second", calls, "start")))
            .by(t -> t.listener(new Recorder("third", calls, "")));
    assertEquals(
        "second start", assertThrows(IllegalStateException.class, failing::run).getMessage());
    assertEquals(List.of("first start", "second start", "first failure", "first end"), calls);
  }

  @Test
  void runThatFailsBeforeItsStartCallsNoListener() {
    List<String> calls = new ArrayList<>();
    SmallRun failing =
        run()
            .by(t -> t.batches(new BatchPlan(List.of())))
            .by(t -> t.listener(new Recorder("first", calls, "")));
    assertThrows(IllegalArgumentException.class, failing::run);
    assertEquals(List.of(), calls);
  }

  @Test
  void allListenersAreToldOfTheEndIfOneFails() {
    List<String> calls = new ArrayList<>();
    SmallRun failing =
        run()
            .by(t -> t.listener(new Recorder("first", calls, "end")))
            .by(t -> t.listener(new Recorder("second", calls, "end")));
    IllegalStateException thrown = assertThrows(IllegalStateException.class, failing::run);
    assertEquals("first end", thrown.getMessage());
    assertEquals("second end", thrown.getSuppressed()[0].getMessage());
    assertEquals(List.of("first start", "second start", "first end", "second end"), calls);
  }

  @Test
  void listenerMayThrowTheFailureItself() {
    TrainingListener rethrowing =
        new TrainingListener() {
          @Override
          public void onFailure(Throwable failure) {
            throw (TrainingException) failure;
          }
        };
    SmallRun failing =
        run()
            .with(c -> c.optimizer(Adam.PUBLISHED.withWeightDecay(1e300)))
            .by(t -> t.listener(rethrowing));
    assertThrows(TrainingException.class, failing::run);
  }

  @Test
  void rejectsAScoreThatIsNaN() {
    SmallRun failing = run().by(t -> t.validate(DATA).score(metrics -> Double.NaN));
    assertEquals(
        "score of the evaluation after step 6: found NaN, expected a number",
        assertThrows(IllegalArgumentException.class, failing::run).getMessage());
  }

  /** A checkpoint of an earlier version of this library lacks the options that came later. */
  @Test
  void resumesFromACheckpointOlderThanAnOptionOnlyIfTheOptionHasItsDefault() throws IOException {
    run().with(c -> c.steps(4)).by(t -> t.checkpoints(Checkpoints.in(directory))).run().close();
    Path trainer = directory.resolve("step-000000004").resolve("trainer.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(trainer.toFile());
    ((ObjectNode) json.get("settings"))
        .remove(List.of("captionEncoder.pooling", "maxGradientNorm"));
    new ObjectMapper().writeValue(trainer.toFile(), json);
    assertOther(
        "maxGradientNorm",
        run().with(c -> c.maxGradientNorm(1)).by(t -> t.checkpoints(Checkpoints.in(directory))));
    BertOptions mean =
        BertOptions.DEFAULTS.withMaxTokens(6).withDropout(0.1).withPooling(BertPooling.MEAN);
    try (MmtModel other = SmallTraining.model(SmallData.bert(mean), 0.1)) {
      assertOther(
          "captionEncoder.pooling=(CLS, MEAN)",
          SmallRun.of(other, DATA)
              .with(config -> config.batchSize(4).steps(6).seed(7))
              .by(t -> t.checkpoints(Checkpoints.in(directory))));
    }
    try (MmtModel resumed = run().by(t -> t.checkpoints(Checkpoints.in(directory))).run();
        MmtModel whole = run().run()) {
      assertEquals(similarity(whole), similarity(resumed));
    }
  }

  @Test
  void checkpointRecordsTheConfigurationOfTheModelByName() {
    SortedMap<String, String> settings = run().build().describe(model, CaptionedVideos.of(DATA));
    assertEquals("8", settings.get("model.hiddenSize"));
    assertEquals("MMT", settings.get("model.architecture.encoder"));
  }

  @Test
  void streamedValidationHasTheMetricsOfVideosInMemory() {
    assertEquals(evaluations(t -> t.validate(DATA)), evaluations(t -> t.validate(streamed())));
  }

  private static List<String> evaluations(UnaryOperator<Trainer> validation) {
    List<String> reports = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEvaluation(EvaluationReport report) {
            reports.add(report.toString());
          }
        };
    run()
        .with(config -> config.evaluationSteps(3))
        .by(t -> validation.apply(t).listener(listener))
        .run()
        .close();
    assertEquals(2, reports.size());
    return reports;
  }

  private static CaptionedVideos streamed() {
    return new CaptionedVideos() {
      @Override
      public int size() {
        return DATA.size();
      }

      @Override
      public String id(int index) {
        return DATA.get(index).video().id();
      }

      @Override
      public CaptionedVideo draw(int index, RandomGenerator random) throws IOException {
        throw new IOException("an evaluation draws nothing");
      }

      @Override
      public CaptionedVideo load(int index) {
        return DATA.get(index);
      }
    };
  }

  @Test
  void resumeIsRejectedWithOtherCaptionOptionsOrOtherValidationVideos() {
    SmallRun checkpointed = run().by(t -> t.checkpoints(Checkpoints.in(directory)));
    checkpointed.run().close();
    assertOther("validation", checkpointed.by(t -> t.validate(DATA)));
    try (MmtModel longer =
        SmallTraining.model(SmallData.bert(SmallData.OPTIONS.withMaxTokens(7)), 0.1)) {
      assertOther(
          "captionEncoder.max_tokens",
          SmallRun.of(longer, DATA)
              .with(config -> config.batchSize(4).steps(6).seed(7))
              .by(t -> t.checkpoints(Checkpoints.in(directory))));
    }
  }

  private static void assertOther(String value, SmallRun run) {
    String message =
        String.valueOf(assertThrows(UncheckedIOException.class, run::run).getMessage());
    assertTrue(message.contains("a different training") && message.contains(value), message);
  }

  @Test
  void startCanBeAFileOfParameters() throws IOException {
    model.save(directory.resolve("model"));
    Path file = directory.resolve("model").resolve("model.safetensors");
    try (MmtModel other = SmallTraining.model(SmallTraining.bert(0.1), 0.1);
        MmtModel start = other.withParameters(other.readParameters(file));
        MmtModel expected = run().run();
        MmtModel found = new SmallRun(start, DATA, run().config(), run().trainer()).run()) {
      assertEquals(similarity(expected), similarity(found));
    }
  }

  /**
   * Constants of graphs, a few kilobytes, wait for the garbage collector; arrays of a model do not.
   */
  @Test
  void nothingOfTheSizeOfAModelIsLeftAfterTrainingAndAfterAFailure() throws Exception {
    try (MmtModel wide =
        MmtModel.builder()
            .experts(Expert.of("rgb", 5))
            .captions(SmallTraining.bert(0.1))
            .hiddenSize(256)
            .layers(1)
            .feedForward(1024)
            .build()) {
      long half = wide.parameters().count() * Float.BYTES / 2;
      SmallRun run =
          SmallRun.of(wide, DATA).with(config -> config.batchSize(4).steps(3).evaluationSteps(2));
      long trained = NativeMemory.growth(() -> run.by(t -> t.validate(DATA)).run().close());
      assertTrue(trained < half, trained + " bytes");
      SmallRun failing = run.with(c -> c.optimizer(Adam.PUBLISHED.withWeightDecay(1e300)));
      long failed = NativeMemory.growth(() -> assertThrows(TrainingException.class, failing::run));
      assertTrue(failed < half, failed + " bytes");
    }
  }

  @Test
  void modelTrainedInsideAWorkspaceOutlivesIt() {
    MmtModel trained;
    try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("caller")) {
      trained = run().run();
      assertTrue(workspace.isScopeActive());
    }
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    try (trained;
        MmtModel outside = run().run()) {
      assertEquals(similarity(outside), similarity(trained));
    }
  }

  private static double similarity(MmtModel of) {
    return of.similarity(DATA.get(0).video(), "red round");
  }
}
