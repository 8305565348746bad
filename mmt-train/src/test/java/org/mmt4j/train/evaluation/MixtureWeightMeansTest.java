package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.MissingExperts;
import org.mmt4j.config.VideoEncoder;

class MixtureWeightMeansTest {

  private static final List<String> CAPTIONS = List.of("red round", "blue", "green square red");

  @Test
  void meansMatchTheWeightsOfTheModel() {
    Architecture weighted = Architecture.PUBLISHED.with(VideoEncoder.NONE, MissingExperts.SKIPPED);
    try (SmallModel small = new SmallModel(weighted)) {
      List<CaptionEmbedding> embedded = small.model.embedCaptions(CAPTIONS);

      Map<String, Double> means =
          MixtureWeightMeans.of(small.model, small.model.embedCaptions(CAPTIONS));

      List<String> experts = small.model.config().expertNames();
      assertEquals(experts, List.copyOf(means.keySet()));
      for (int i = 0; i < experts.size(); i++) {
        int expert = i;
        double mean =
            embedded.stream().mapToDouble(c -> c.weights()[expert]).average().orElseThrow();
        assertEquals(mean, means.getOrDefault(experts.get(i), Double.NaN), 1e-6);
      }
    }
  }

  @Test
  void meansSumToOne() {
    try (SmallModel small = new SmallModel(Architecture.PUBLISHED)) {
      Map<String, Double> means =
          MixtureWeightMeans.of(small.model, small.model.embedCaptions(CAPTIONS));

      assertEquals(1, means.values().stream().mapToDouble(Double::doubleValue).sum(), 1e-6);
    }
  }

  @Test
  void rejectsAnEmptyList() {
    try (SmallModel small = new SmallModel(Architecture.PUBLISHED)) {
      assertEquals(
          "captions: found none, expected at least one",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> MixtureWeightMeans.of(small.model, List.of()))
              .getMessage());
    }
  }
}
