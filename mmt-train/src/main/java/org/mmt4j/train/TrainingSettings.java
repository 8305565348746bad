package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.function.Predicate;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.loss.RankingLoss;

/** What a {@link Trainer} was told. */
record TrainingSettings(
    int steps,
    int batchSize,
    int gradientAccumulationSteps,
    int hardNegativeGroup,
    int captionsPerVideo,
    boolean replacement,
    boolean frozenCaptions,
    LearningRateSchedule learningRate,
    Adam adam,
    double maxGradientNorm,
    ImmutableList<RateGroup> rateGroups,
    ImmutableList<Predicate<String>> frozen,
    RankingLoss loss,
    int loaderThreads,
    long seed) {

  /** Checks the numbers, and that batches can be made of the data. */
  void require(List<Source> sources) {
    requireAtLeast(1, steps, "steps");
    if (batchSize < 2) {
      throw new IllegalArgumentException(
          "batch size: found " + batchSize + ", expected at least 2: the loss compares pairs");
    }
    requireAtLeast(1, gradientAccumulationSteps, "batches a step");
    requireAtLeast(1, captionsPerVideo, "captions per video");
    requireAtLeast(1, loaderThreads, "loader threads");
    if (!(maxGradientNorm > 0)) {
      throw new IllegalArgumentException(
          "largest norm of gradients: found " + maxGradientNorm + ", expected a positive number");
    }
    requireGroups("batch size", batchSize);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("training data: found none, expected a data set");
    }
    for (Source source : sources) {
      int size = source.videos().size();
      requireGroups("training data, number of videos", size);
      if (size < batchSize) {
        throw new IllegalArgumentException(
            "training data: found " + size + " videos, expected at least a batch of " + batchSize);
      }
    }
  }

  private static void requireAtLeast(int least, int found, String what) {
    if (found < least) {
      throw new IllegalArgumentException(
          what + ": found " + found + ", expected at least " + least);
    }
  }

  private void requireGroups(String what, int count) {
    if (hardNegativeGroup < 1 || count % hardNegativeGroup != 0) {
      throw new IllegalArgumentException(
          what
              + ": found "
              + count
              + ", expected a multiple of the group size "
              + hardNegativeGroup);
    }
  }

  /** Which parameters of a model do not learn. */
  Predicate<String> frozenOf(Parameters parameters) {
    List<String> trained = trained(parameters);
    for (Predicate<String> names : frozen) {
      if (trained.stream().noneMatch(names)) {
        throw new IllegalArgumentException(
            "parameters to freeze: found none among the model's " + trained.size());
      }
    }
    Predicate<String> any = name -> frozen.stream().anyMatch(names -> names.test(name));
    if (trained.stream().allMatch(any)) {
      throw new IllegalArgumentException(
          "parameters to freeze: found all " + trained.size() + ", expected that some learn");
    }
    return any;
  }

  /** By what the learning rate of each parameter is multiplied. */
  ImmutableMap<String, Double> rateFactors(Parameters parameters) {
    ImmutableMap.Builder<String, Double> factors = ImmutableMap.builder();
    List<String> trained = trained(parameters);
    for (RateGroup group : rateGroups) {
      if (trained.stream().noneMatch(group.names())) {
        throw new IllegalArgumentException(
            "parameters with a rate of their own: found none among the model's " + trained.size());
      }
    }
    for (String name : trained) {
      List<RateGroup> groups =
          rateGroups.stream().filter(group -> group.names().test(name)).toList();
      if (groups.size() > 1) {
        throw new IllegalArgumentException(
            "learning rate of "
                + name
                + ": found "
                + groups.size()
                + " groups, expected at most 1");
      }
      factors.put(name, groups.isEmpty() ? 1.0 : groups.get(0).factor());
    }
    return factors.buildOrThrow();
  }

  private static List<String> trained(Parameters parameters) {
    return parameters.names().stream()
        .filter(name -> parameters.role(name) == Role.TRAINED)
        .toList();
  }
}
