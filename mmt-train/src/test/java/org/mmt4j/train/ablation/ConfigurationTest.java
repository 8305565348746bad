package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.mmt4j.config.Aggregate;
import org.mmt4j.config.VideoInput;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;
import org.mmt4j.train.LearningRateSchedule;

/** The hash covers everything that metrics depend on, and nothing else. */
final class ConfigurationTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);
  private static final Bert OTHER_POOLING = SmallSetup.bert(BertPooling.MEAN);

  private static final ImmutableMap<String, UnaryOperator<Setup>> CHANGES =
      ImmutableMap.<String, UnaryOperator<Setup>>builder()
          .put("aggregate", setup -> setup.with(Aggregate.MEAN))
          .put("input", setup -> setup.with(VideoInput.SHUFFLED_FEATURES))
          .put("layers", setup -> setup.withModel(model -> model.layers(2)))
          .put("K", setup -> setup.withModel(model -> model.maxFeatures(1)))
          .put("first weights", setup -> setup.withModel(model -> model.initializerRange(0.1)))
          .put("dropout", setup -> setup.withModel(model -> model.dropout(0)))
          .put("pooling", setup -> setup.withCaptionEncoder(OTHER_POOLING))
          .put("steps", setup -> setup.withTraining(trainer -> trainer.steps(4)))
          .put("batch", setup -> setup.withTraining(trainer -> trainer.batchSize(2)))
          .put("rate", setup -> setup.withTraining(trainer -> trainer.learningRate(lateRate())))
          .put("frozen", setup -> setup.withTraining(trainer -> trainer.frozenCaptionEncoder(true)))
          .put("loss", setup -> setup.withTraining(t -> t.loss(MaxMarginRankingLoss.of(0.1))))
          .put("clipping", setup -> setup.withTraining(trainer -> trainer.maxGradientNorm(1)))
          .put("early stop", ConfigurationTest::stoppedEarly)
          .put("training", setup -> setup.withTrainingVideos(SmallSetup.videos("more", 9)))
          .put("test", setup -> setup.withTestVideos(SmallSetup.videos("more", 9)))
          .put("times", setup -> setup.withVideos(ConfigurationTest::later))
          .put("captions", setup -> setup.withCaptions(caption -> caption + " red"))
          .put("experts", setup -> setup.withExperts(List.of("rgb")))
          .put("pretraining", setup -> setup.pretrainedBy(SmallSetup.of(BERT)))
          .buildOrThrow();

  /** Returns the base's rate for the first steps, and a different one for the last step. */
  private static LearningRateSchedule lateRate() {
    return LearningRateSchedule.ofSteps(5e-5, 5e-5, 1e-5);
  }

  private static Setup stoppedEarly(Setup setup) {
    return setup
        .withTraining(config -> config.evaluationSteps(1).patience(1))
        .withTrainer(trainer -> trainer.validate(SmallSetup.videos("validation", 2)));
  }

  private static VideoFeatures later(VideoFeatures video) {
    return VideoFeatures.of(
        video.id(), Maps.transformValues(video.experts(), ConfigurationTest::later));
  }

  private static ExpertFeatures later(ExpertFeatures features) {
    float[][] rows = {features.feature(0), features.feature(1)};
    return ExpertFeatures.of(rows, new double[] {1.5, 2.5});
  }

  @Property(tries = 20)
  void hashesAreEqualExactlyForEqualChanges(
      @ForAll("changes") Set<String> first, @ForAll("changes") Set<String> second) {
    assertEquals(hash(first, 1), hash(first, 1));
    assertEquals(first.equals(second), hash(first, 1).equals(hash(second, 1)));
    assertNotEquals(hash(first, 1), hash(first, 2));
  }

  @Provide
  Arbitrary<Set<String>> changes() {
    return Arbitraries.of(CHANGES.keySet()).set().ofMaxSize(3);
  }

  @Test
  void eachChangeGivesAUniqueHash() {
    Set<String> hashes = new HashSet<>(Set.of(hash(Set.of(), 1)));
    for (String change : CHANGES.keySet()) {
      assertTrue(hashes.add(hash(Set.of(change), 1)), change);
    }
  }

  /** Applies the changes in the order of the map. */
  private static String hash(Set<String> changes, long seed) {
    Setup setup = SmallSetup.of(BERT);
    for (Map.Entry<String, UnaryOperator<Setup>> change : CHANGES.entrySet()) {
      if (changes.contains(change.getKey())) {
        setup = change.getValue().apply(setup);
      }
    }
    return Configuration.of(setup, seed).hash();
  }
}
