package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.loss.InfoNce;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.nn.ParameterNames;

class TrainingConfigTest {

  private static final List<UnaryOperator<TrainingConfig.Builder>> CHANGES =
      List.of(
          config -> config.steps(7),
          config -> config.epochs(3),
          config -> config.batchSize(6),
          config -> config.gradientAccumulationSteps(2),
          config -> config.hardNegativeGroup(4),
          config -> config.captionsPerVideo(2),
          training -> training.replacement(true),
          training -> training.frozenCaptionEncoder(true),
          config -> config.freeze(ParameterNames.startingWith("txt_bert.")),
          config -> config.learningRate(LearningRateSchedule.constant(1e-3)),
          config -> config.learningRate(LearningRateSchedule.cosine(1e-3, 10).warmUp(3)),
          config -> config.learningRate(LearningRateSchedule.linear(1e-3, 10, 0.1)),
          config -> config.learningRate(LearningRateSchedule.ofSteps(0.5, 0.25)),
          config -> config.learningRateFactor(0.1, ParameterNames.exactly("a.b")),
          config -> config.optimizer(Adam.PUBLISHED.withWeightDecay(0.01)),
          config -> config.maxGradientNorm(1),
          config -> config.loss(new InfoNce()),
          config -> config.loss(MaxMarginRankingLoss.of(0.2)),
          config -> config.evaluationSteps(5),
          config -> config.patience(2),
          config -> config.seed(9));

  @Test
  void defaultsAreThePapersForMsrvtt() {
    TrainingConfig config = TrainingConfig.builder().build();
    assertEquals(Recipe.msrvtt().training().build(), config);
    assertEquals(50_000, config.steps());
    assertEquals(32, config.batchSize());
    assertEquals(5e-5 * 0.95, config.learningRate().rate(1000), 1e-18);
  }

  @Test
  void jsonHasEveryValue() {
    for (UnaryOperator<TrainingConfig.Builder> change : CHANGES) {
      TrainingConfig config = change.apply(TrainingConfig.builder()).build();
      assertEquals(config, TrainingConfig.fromJson(config.toJson()));
      assertEquals(config, config.toBuilder().build());
      assertEquals(config.hashCode(), config.toBuilder().build().hashCode());
    }
  }

  @Test
  void everyValueChangesTheFingerprint() {
    Set<String> fingerprints =
        new HashSet<>(Set.of(TrainingConfig.builder().build().fingerprint()));
    for (UnaryOperator<TrainingConfig.Builder> change : CHANGES) {
      TrainingConfig config = change.apply(TrainingConfig.builder()).build();
      assertTrue(fingerprints.add(config.fingerprint()), config.toString());
      assertNotEquals(TrainingConfig.builder().build(), config);
    }
  }

  @Test
  void missingValuesAreTheDefaults() {
    assertEquals(
        TrainingConfig.builder().seed(3).build(), TrainingConfig.fromJson("{\"seed\": 3}"));
  }

  @Test
  void builderOfAConfigurationDoesNotChangeIt() {
    TrainingConfig config = TrainingConfig.builder().build();
    config.toBuilder().freeze(ParameterNames.exactly("a")).build();
    assertEquals(List.of(), config.frozen());
  }

  @Test
  void stepsAndEpochsReplaceEachOther() {
    assertEquals(0, TrainingConfig.builder().epochs(2).steps(5).build().epochs());
    assertEquals(2, TrainingConfig.builder().steps(5).epochs(2).build().epochs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"sed\": 3} | Unrecognized field \"sed\"",
        "{\"seed\": 3, \"seed\": 4} | Duplicate field 'seed'",
        "{\"steps\": 1.5} | steps: Cannot coerce",
        "{\"steps\": null} | null",
        "{\"learningRate\": {\"kind\": \"square\"}} | square",
        "[ | Cannot deserialize",
        "null | found null, expected a JSON object",
      })
  void rejectsOtherJson(String json, String problem) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TrainingConfig.fromJson(json))
            .getMessage();
    assertTrue(message.startsWith("training configuration: "), message);
    assertTrue(message.contains(problem), message);
  }

  @Test
  void rejectsValuesOutOfRange() {
    assertRejected("steps: found 0, expected at least 1", config -> config.steps(0));
    assertRejected(
        "steps between evaluations: found 0, expected at least 1",
        config -> config.evaluationSteps(0));
    assertRejected(
        "evaluations before early stop: found -1, expected at least 0",
        config -> config.patience(-1));
    assertRejected(
        "max gradient norm: found NaN, expected a positive number",
        config -> config.maxGradientNorm(Double.NaN));
    assertRejected(
        "batch size: found 32, expected a multiple of the hard-negative group 5",
        config -> config.hardNegativeGroup(5));
    assertRejected(
        "steps times gradient accumulation steps: found 4000000000, expected at most 2147483647",
        config -> config.steps(2_000_000_000).gradientAccumulationSteps(2));
    assertRejected(
        "batch size times captions per video: found 32000000000, expected at most 2147483647",
        config -> config.captionsPerVideo(1_000_000_000));
  }

  private static void assertRejected(String message, UnaryOperator<TrainingConfig.Builder> change) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> change.apply(TrainingConfig.builder()).build())
            .getMessage());
  }
}
