package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.nn.ParameterNames;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertParameters;
import org.mmt4j.train.listener.LossHistory;

final class TrainerTest {

  private static final String NOT_FINITE =
      "parameter \\S+ after step 1: found NaN or infinite values, expected finite values";

  private static Bert bert;
  private static MmtModel model;
  private static List<CaptionedVideo> data;

  @BeforeAll
  static void build() {
    bert = SmallTraining.bert(0.1);
    model = SmallTraining.model(bert, 0.1);
    data = SmallTraining.data();
  }

  @AfterAll
  static void close() {
    model.close();
    bert.close();
  }

  @Test
  void sameSeedGivesTheSameModelBitForBit() {
    try (MmtModel first = trainer().with(c -> c.steps(5)).run();
        MmtModel second = trainer().with(c -> c.steps(5)).run()) {
      for (String name : first.parameters().names()) {
        assertEquals(first.parameters().get(name), second.parameters().get(name), name);
      }
    }
  }

  @Test
  void differentSeedGivesADifferentModel() {
    try (MmtModel first = trainer().with(c -> c.steps(2)).run();
        MmtModel second = trainer().with(c -> c.seed(8)).with(c -> c.steps(2)).run()) {
      assertNotEquals(similarity(first), similarity(second));
    }
  }

  @Test
  void startModelIsNotChanged() {
    double before = similarity(model);
    trainer().with(c -> c.steps(3)).run().close();
    assertEquals(before, similarity(model));
  }

  @Test
  void trainingLowersTheLoss() {
    LossHistory history = new LossHistory();
    trainer().with(c -> c.steps(300)).by(t -> t.listener(history)).run().close();
    double[] losses = Doubles.toArray(history.losses());
    assertEquals(300, losses.length);
    double first = Arrays.stream(losses, 0, 50).average().orElseThrow();
    double last = Arrays.stream(losses, 250, 300).average().orElseThrow();
    assertTrue(last < 0.8 * first, "mean loss from " + first + " to " + last);
  }

  @Test
  void nanLossNamesStepArrayAndVideos() {
    SmallRun trainer =
        trainer()
            .with(c -> c.learningRate(LearningRateSchedule.constant(1e30)))
            .with(c -> c.steps(9));
    String message = assertThrows(TrainingException.class, trainer::run).getMessage();
    String pattern =
        "loss of step [2-9]: found NaN, expected a finite number; first array that is not finite: "
            + "(parameter|variable) \\S+; videos of the batch: "
            + "\\[video\\d(, video\\d){3}]";
    assertTrue(message.matches(pattern), message);
  }

  @Test
  void rejectsNanParametersAfterTheLastStep() {
    SmallRun trainer =
        trainer()
            .with(c -> c.optimizer(Adam.PUBLISHED.withWeightDecay(1e300)))
            .with(c -> c.steps(1));
    String message = assertThrows(TrainingException.class, trainer::run).getMessage();
    assertTrue(message.matches(NOT_FINITE), message);
  }

  @Test
  void rejectsNanParametersBeforeAnEvaluation() {
    SmallRun trainer =
        trainer()
            .with(c -> c.optimizer(Adam.PUBLISHED.withWeightDecay(1e300)))
            .with(c -> c.steps(2))
            .with(c -> c.evaluationSteps(1))
            .by(t -> t.validate(SmallTraining.data()));
    String message = assertThrows(TrainingException.class, trainer::run).getMessage();
    assertTrue(message.matches(NOT_FINITE), message);
  }

  @Test
  void rejectsLearningRateOutsideSinglePrecision() {
    SmallRun trainer =
        trainer()
            .with(c -> c.learningRate(LearningRateSchedule.exponentialDecay(1, 1e39, 1)).steps(2));
    assertEquals(
        "learning rate of step 2: found 1.0E39, expected a number from 0 to 3.4e38",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void zeroLearningRateDoesNotChangeParameters() {
    try (MmtModel trained =
        trainer()
            .with(c -> c.learningRate(LearningRateSchedule.ofSteps(0)))
            .with(c -> c.steps(2))
            .run()) {
      for (String name : model.parameters().names()) {
        if (model.parameters().role(name) == Role.TRAINED) {
          assertEquals(model.parameters().get(name), trained.parameters().get(name), name);
        }
      }
    }
  }

  @Test
  void rejectsFewerVideosThanTheBatchSize() {
    SmallRun trainer = trainer().with(c -> c.batchSize(9));
    assertEquals(
        "training data: found 8 videos, expected at least a batch of 9",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void frozenParametersDoNotChange() {
    SmallRun trainer = trainer().with(c -> c.freeze(BertParameters.embeddings()));
    try (MmtModel trained = trainer.with(c -> c.steps(3)).run()) {
      for (String name : trained.parameters().names()) {
        // except biases: those of attention keys have no gradient
        if (name.startsWith("txt_bert.") && name.endsWith(".weight") && !name.contains("pooler")) {
          boolean isFrozen = name.startsWith("txt_bert.embeddings.");
          assertEquals(
              isFrozen, trained.parameters().get(name).equals(model.parameters().get(name)), name);
        }
      }
    }
  }

  @Test
  void rejectsFreezingNothingOrEverything() {
    SmallRun nothing = trainer().with(c -> c.freeze(ParameterNames.exactly("no.such.name")));
    String none = assertThrows(IllegalArgumentException.class, nothing::run).getMessage();
    assertTrue(
        none.matches(
            "parameters to freeze: expected a match for .*, found none among the model's \\d+ parameters"),
        none);
    SmallRun everything = trainer().with(c -> c.freeze(ParameterNames.matching(".*")));
    String all = assertThrows(IllegalArgumentException.class, everything::run).getMessage();
    assertTrue(
        all.matches(
            "parameters to freeze: found all \\d+ parameters of the model, expected to train at least one"),
        all);
  }

  @Test
  void rejectsBatchSizeOne() {
    SmallRun trainer = trainer().with(c -> c.batchSize(1));
    assertEquals(
        "batch size: found 1, expected at least 2: the loss compares pairs",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void trainsWithSeveralCaptionsPerVideo() {
    try (MmtModel trained =
        trainer().with(c -> c.captionsPerVideo(2)).with(c -> c.steps(3)).run()) {
      assertNotEquals(similarity(model), similarity(trained));
    }
    SmallRun none = trainer().with(c -> c.captionsPerVideo(0));
    assertEquals(
        "captions per video: found 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, none::run).getMessage());
  }

  @Test
  void rejectsZeroSteps() {
    SmallRun trainer = trainer().with(c -> c.steps(0));
    assertEquals(
        "steps: found 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void rejectsBatchSizeThatIsNotAMultipleOfTheGroup() {
    SmallRun trainer = trainer().with(c -> c.hardNegativeGroup(3));
    assertEquals(
        "batch size: found 4, expected a multiple of the hard-negative group 3",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void frozenCaptionEncoderDoesNotChangeAndTheRestIsTrained() {
    try (MmtModel trained =
        trainer().with(c -> c.frozenCaptionEncoder(true)).with(c -> c.steps(3)).run()) {
      for (String name : model.parameters().names()) {
        boolean same = model.parameters().get(name).equals(trained.parameters().get(name));
        boolean learns =
            !name.startsWith("txt_bert.")
                && !name.startsWith("moe_fc_txt.") // the weight of a single expert is always 1
                && model.parameters().role(name) != Role.UNUSED;
        assertEquals(!learns, same, name);
      }
    }
  }

  /** In single precision, whose rounding a mean over initial values evens out. */
  @Test
  void freezingTheCaptionEncoderDoesNotChangeTheFirstLoss() {
    int models = 8;
    double difference = 0;
    for (int seed = 0; seed < models; seed++) {
      try (MmtModel start =
          SmallData.model()
              .experts(Expert.of("rgb", 5))
              .captions(SmallTraining.bert(0))
              .dropout(0)
              .seed(seed)
              .build()) {
        double learning = firstLoss(trainer(start));
        double frozen = firstLoss(trainer(start).with(c -> c.frozenCaptionEncoder(true)));
        difference += Math.abs(learning - frozen) / models;
      }
    }
    assertEquals(0, difference, 5e-7); // of losses of 0.1, sums of about ten values up to 1
  }

  @Test
  void rejectsAnIncompleteHardNegativeGroup() {
    SmallRun trainer = trainer(model, data.subList(0, 7)).with(c -> c.hardNegativeGroup(2));
    assertEquals(
        "training data: found 7 videos, expected a multiple of the hard-negative group 2",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void videosThatOccurSeveralTimesAreDrawnForEachEntry() {
    List<CaptionedVideo> repeated = Collections.nCopies(4, data.get(0));
    LossHistory history = new LossHistory();
    trainer(model, repeated).with(c -> c.steps(1)).by(t -> t.listener(history)).run().close();
    assertEquals(1, history.losses().size());
  }

  @Test
  void epochsDetermineTheNumberOfSteps() {
    LossHistory history = new LossHistory();
    trainer().with(c -> c.epochs(3)).by(t -> t.listener(history)).run().close();
    assertEquals(6, history.losses().size()); // 8 videos in batches of 4
  }

  @Test
  void rejectsEpochsOfMoreStepsThanCanBeCounted() {
    SmallRun many = trainer().with(c -> c.epochs(2_000_000_000));
    assertEquals(
        "epochs: found 2000000000 of 2 steps each, expected at most 2147483647 steps in total",
        assertThrows(IllegalArgumentException.class, many::run).getMessage());
    SmallRun large = trainer().with(c -> c.epochs(1).gradientAccumulationSteps(1 << 30));
    assertEquals(
        "training data: found 8 videos, expected at least 4294967296 for a step: batch size 4 times 1073741824 gradient accumulation steps",
        assertThrows(IllegalArgumentException.class, large::run).getMessage());
  }

  @Test
  void gradientAccumulationKeepsTheNumberOfSteps() {
    LossHistory history = new LossHistory();
    try (MmtModel trained =
        trainer()
            .with(c -> c.gradientAccumulationSteps(3))
            .with(c -> c.steps(2))
            .by(t -> t.listener(history))
            .run()) {
      assertEquals(2, history.losses().size());
      assertNotEquals(similarity(model), similarity(trained));
    }
  }

  @Test
  void learningRateFactorScalesTheStep() {
    try (MmtModel same = trainer().with(c -> c.steps(1)).run();
        MmtModel slow =
            trainer()
                .with(c -> c.learningRateFactor(0.5, ParameterNames.startingWith("vid_bert.")))
                .with(c -> c.steps(1))
                .run()) {
      for (String name : model.parameters().names()) {
        double moved = distance(same, name);
        double factor = name.startsWith("vid_bert.") ? 0.5 : 1;
        // single precision, values of about 1
        assertEquals(factor * moved, distance(slow, name), 1e-5 * (1 + moved), name);
      }
    }
  }

  @Test
  void rejectsTwoLearningRateFactorsForOneParameter() {
    SmallRun trainer =
        trainer()
            .with(c -> c.learningRateFactor(0.5, ParameterNames.matching(".*")))
            .with(c -> c.learningRateFactor(2, ParameterNames.matching(".*")));
    String message = assertThrows(IllegalArgumentException.class, trainer::run).getMessage();
    assertTrue(
        message.matches("learning rate of \\S+: found 2 learning rate factors, expected at most 1"),
        message);
  }

  @Test
  void earlyStoppingReportsEvaluationsAndReturnsTheBestModel() {
    List<EvaluationReport> reports = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEvaluation(EvaluationReport report) {
            reports.add(report);
          }
        };
    // the first evaluation is the best one: equal scores later are no improvement
    try (MmtModel best =
            trainer()
                .with(c -> c.steps(100))
                .with(c -> c.evaluationSteps(2))
                .by(t -> t.validate(data))
                .by(t -> t.score(metrics -> 0))
                .with(c -> c.patience(3))
                .by(t -> t.listener(listener))
                .run();
        MmtModel two = trainer().with(c -> c.steps(2)).run()) {
      assertEquals(List.of(2, 4, 6, 8), reports.stream().map(EvaluationReport::step).toList());
      assertEquals(similarity(two), similarity(best));
      assertEquals(ImmutableSet.of("rgb"), reports.get(0).mixtureWeights().keySet());
    }
  }

  @Test
  void rejectsMissingValidationVideos() {
    SmallRun trainer = trainer().with(c -> c.evaluationSteps(5)).by(t -> t.validate(List.of()));
    assertThrows(IllegalArgumentException.class, trainer::run);
    SmallRun early = trainer().with(c -> c.patience(2));
    assertEquals(
        "early stop: expected validation videos, found none; set them with Trainer.validate",
        assertThrows(IllegalArgumentException.class, early::run).getMessage());
  }

  @Test
  void notifiesAllListenersOfTheEndAndThrowsTheFirstError() {
    List<String> ends = new ArrayList<>();
    SmallRun trainer = trainer().with(c -> c.steps(3));
    for (String name : List.of("a", "b")) {
      trainer =
          trainer.by(
              t ->
                  t.listener(
                      new TrainingListener() {
                        @Override
                        public void onStep(StepReport report) {
                          throw new IllegalStateException("step of " + name);
                        }

                        @Override
                        public void onEnd() {
                          ends.add(name);
                          throw new IllegalStateException("end of " + name);
                        }
                      }));
    }
    IllegalStateException thrown = assertThrows(IllegalStateException.class, trainer::run);
    assertEquals("step of a", thrown.getMessage());
    assertEquals(List.of("a", "b"), ends);
    assertEquals("end of a", thrown.getSuppressed()[0].getMessage());
  }

  private static double distance(MmtModel trained, String name) {
    return trained.parameters().get(name).distance2(model.parameters().get(name));
  }

  private static double firstLoss(SmallRun trainer) {
    LossHistory history = new LossHistory();
    trainer.with(c -> c.steps(1)).by(t -> t.listener(history)).run().close();
    return history.losses().get(0);
  }

  private static SmallRun trainer() {
    return trainer(model);
  }

  private static SmallRun trainer(MmtModel start) {
    return trainer(start, data);
  }

  private static SmallRun trainer(MmtModel start, List<CaptionedVideo> videos) {
    return SmallRun.of(start, videos)
        .with(c -> c.batchSize(4))
        .with(c -> c.learningRate(LearningRateSchedule.constant(3e-3)))
        .with(c -> c.seed(7));
  }

  private static double similarity(MmtModel of) {
    return of.similarity(data.get(0).video(), "red round");
  }
}
