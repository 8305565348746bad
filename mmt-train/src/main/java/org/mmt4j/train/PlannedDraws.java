package org.mmt4j.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The draws of a {@link BatchPlan} from the data sets of a training. */
final class PlannedDraws {

  private record Place(int source, int index) {}

  private PlannedDraws() {}

  /**
   * Returns the draws of all batches.
   *
   * @throws IllegalArgumentException if the plan has too few batches for the steps, the number of
   *     videos or captions of a batch differs from the configuration's, or a video is unknown
   */
  static List<List<Draw>> of(BatchPlan plan, TrainingConfig config, List<TrainingSource> sources) {
    long needed = (long) config.steps() * config.gradientAccumulationSteps();
    if (plan.batches().size() < needed) {
      throw new IllegalArgumentException(
          "batch plan: found %d batches, expected at least %d for %d steps"
              .formatted(plan.batches().size(), needed, config.steps()));
    }
    Map<String, Place> places = places(sources);
    return IntStream.range(0, plan.batches().size())
        .mapToObj(batch -> draws(batch, plan.batches().get(batch), config, places))
        .toList();
  }

  private static Map<String, Place> places(List<TrainingSource> sources) {
    Map<String, Place> places = new HashMap<>();
    for (int source = 0; source < sources.size(); source++) {
      for (int index = 0; index < sources.get(source).videos().size(); index++) {
        places.put(sources.get(source).videos().id(index), new Place(source, index));
      }
    }
    return places;
  }

  private static List<Draw> draws(
      int batch, List<BatchPlan.Pair> pairs, TrainingConfig config, Map<String, Place> places) {
    if (pairs.size() != config.batchSize()) {
      throw new IllegalArgumentException(
          "batch %d of the batch plan: found %d videos, expected %d"
              .formatted(batch, pairs.size(), config.batchSize()));
    }
    return pairs.stream().map(pair -> draw(batch, pair, config, places)).toList();
  }

  private static Draw draw(
      int batch, BatchPlan.Pair pair, TrainingConfig config, Map<String, Place> places) {
    Place place = places.get(pair.video());
    if (place == null || pair.captions().size() != config.captionsPerVideo()) {
      throw new IllegalArgumentException(
          "batch %d of the batch plan, video %s: found %s, expected a video of the training data with %d captions"
              .formatted(
                  batch,
                  pair.video(),
                  place == null ? "no such video" : "captions " + pair.captions(),
                  config.captionsPerVideo()));
    }
    return new Draw(place.source(), place.index(), pair.captions());
  }
}
