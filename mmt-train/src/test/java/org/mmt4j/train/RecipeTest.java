package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.MmtModel;
import org.mmt4j.data.Expert;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.graph.Parameters;
import org.mmt4j.text.Bert;

/** Compares recipes with the values of the paper and of the authors' configurations. */
final class RecipeTest {

  /**
   * Number of parameters of BERT-base-cased with its pooler; these tests use a small encoder
   * instead.
   */
  private static final long BERT_BASE = 108_310_272;

  /** Hidden size of BERT-base; the layers from caption vectors to experts depend on it. */
  private static final long BERT_DIMENSION = 768;

  static List<Recipe> recipes() {
    return List.of(
        Recipe.msrvtt(),
        Recipe.activityNet(),
        Recipe.lsmdc(),
        Recipe.howTo100m(),
        Recipe.howTo100mPaper());
  }

  private static Recipe ofSplit(String split) {
    return recipes().stream()
        .filter(recipe -> recipe.split().equals(split))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "jsfusion, 50000, 32",
    "val1, 50000, 32",
    "lsmdc, 50000, 32",
    "howto100m, 2000000, 64",
    "howto100m-paper, 2000000, 64"
  })
  void stepsAndBatchSizesMatchThePaper(String split, int steps, int batch) {
    assertEquals(steps, ofSplit(split).steps());
    assertEquals(batch, ofSplit(split).batchSize());
  }

  @ParameterizedTest
  @CsvSource({
    "jsfusion, 999, 5e-5",
    "jsfusion, 1000, 4.75e-5",
    "lsmdc, 2000, 4.5125e-5",
    "val1, 999, 5e-5",
    "val1, 2000, 4.05e-5",
    "howto100m, 9999, 5e-5",
    "howto100m, 10000, 4.9e-5",
    "howto100m-paper, 20000, 4.802e-5"
  })
  void learningRateMatchesThePaper(String split, int step, double rate) {
    assertEquals(rate, ofSplit(split).learningRate().rate(step), 1e-18);
  }

  @ParameterizedTest
  @CsvSource({"jsfusion, 133357063", "lsmdc, 133155847", "val1, 127346434", "howto100m, 127315202"})
  void numberOfParametersMatchesTheReference(String split, long expected) {
    Recipe recipe = ofSplit(split);
    try (Bert bert = SmallTraining.bert(0);
        MmtModel model = recipe.model(bert).build()) {
      long ofBert =
          model.parameters().names().stream()
              .filter(name -> name.startsWith("txt_bert."))
              .filter(name -> model.parameters().role(name) != Parameters.Role.INTEGER)
              .mapToLong(name -> model.parameters().get(name).length())
              .sum();
      long additional =
          (BERT_DIMENSION - bert.dimension()) * recipe.experts().size() * (Recipe.HIDDEN_SIZE + 1);
      assertEquals(expected, model.parameters().count() - ofBert + additional + BERT_BASE);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void sizesMatchThePublishedSplit(Recipe recipe) {
    PublishedSplit split = PublishedSplit.named(recipe.split());
    assertEquals(split.experts(), recipe.experts());
    assertEquals(split.maxFeatures(), recipe.maxFeatures());
  }

  @Test
  void trainingStartsAtTheRecipesRateAndCanBeChanged() {
    List<Double> rates = new ArrayList<>();
    try (Bert bert = SmallTraining.bert(0);
        MmtModel start = SmallTraining.model(bert, 0)) {
      Trainer.of(Recipe.msrvtt().training().steps(2).batchSize(4).build())
          .listener(
              new TrainingListener() {
                @Override
                public void onStep(StepReport report) {
                  rates.add(report.learningRate());
                }
              })
          .fit(start, SmallTraining.data())
          .close();
    }
    assertEquals(List.of(5e-5, 5e-5), rates);
  }

  @Test
  void modelCanBeChanged() {
    try (Bert bert = SmallTraining.bert(0);
        MmtModel model =
            Recipe.activityNet()
                .model(bert)
                .experts(List.of(Expert.of("rgb", 5)))
                .hiddenSize(8)
                .feedForward(16)
                .layers(1)
                .build()) {
      assertEquals(8, model.config().hiddenSize());
      assertEquals(100, model.config().maxFeatures());
      assertEquals(102, model.config().positions());
      assertEquals(List.of("rgb"), model.config().expertNames());
    }
  }
}
