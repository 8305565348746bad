package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.function.Predicate;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.nn.ParameterNames;

/** Which parameters of a model a training changes, and how fast. */
final class TrainedParameters {

  private TrainedParameters() {}

  /**
   * Which parameters are frozen.
   *
   * @throws IllegalArgumentException if a selection has none of the model's, or all are frozen
   */
  static Predicate<String> frozen(TrainingConfig config, Parameters parameters) {
    List<String> trained = trained(parameters);
    for (ParameterNames names : config.frozen()) {
      if (trained.stream().noneMatch(names)) {
        throw new IllegalArgumentException(
            "parameters to freeze: found none among the model's %d that match %s"
                .formatted(trained.size(), names.pattern()));
      }
    }
    Predicate<String> any = name -> config.frozen().stream().anyMatch(names -> names.test(name));
    if (trained.stream().allMatch(any)) {
      throw new IllegalArgumentException(
          "parameters to freeze: found all " + trained.size() + ", expected that some are trained");
    }
    return any;
  }

  /**
   * By what the learning rate of each parameter is multiplied.
   *
   * @throws IllegalArgumentException if a group has none of the model's, or two have the same one
   */
  static ImmutableMap<String, Double> rateFactors(TrainingConfig config, Parameters parameters) {
    ImmutableMap.Builder<String, Double> factors = ImmutableMap.builder();
    List<String> trained = trained(parameters);
    for (RateGroup group : config.rateGroups()) {
      if (trained.stream().noneMatch(group.names())) {
        throw new IllegalArgumentException(
            "parameters with a rate of their own: found none among the model's %d that match %s"
                .formatted(trained.size(), group.names().pattern()));
      }
    }
    for (String name : trained) {
      List<RateGroup> groups =
          config.rateGroups().stream().filter(group -> group.names().test(name)).toList();
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
