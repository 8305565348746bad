package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.function.Predicate;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.nn.ParameterNames;

/** Selects the parameters that a training changes, and their learning rates. */
final class TrainedParameters {

  private TrainedParameters() {}

  /**
   * Returns a predicate of the frozen parameters.
   *
   * @throws IllegalArgumentException if a selection matches no parameter of the model, or all are
   *     frozen
   */
  static Predicate<String> frozen(TrainingConfig config, Parameters parameters) {
    List<String> trained = trained(parameters);
    for (ParameterNames names : config.frozen()) {
      if (trained.stream().noneMatch(names)) {
        throw new IllegalArgumentException(
            "parameters to freeze: expected a match for %2$s, found none among the model's %1$d parameters"
                .formatted(trained.size(), names.pattern()));
      }
    }
    Predicate<String> any = name -> config.frozen().stream().anyMatch(names -> names.test(name));
    if (trained.stream().allMatch(any)) {
      throw new IllegalArgumentException(
          "parameters to freeze: found all "
              + trained.size()
              + " parameters of the model, expected to train at least one");
    }
    return any;
  }

  /**
   * Returns the learning rate factor of each trained parameter.
   *
   * @throws IllegalArgumentException if a group matches no parameter of the model, or two groups
   *     match the same parameter
   */
  static ImmutableMap<String, Double> rateFactors(TrainingConfig config, Parameters parameters) {
    ImmutableMap.Builder<String, Double> factors = ImmutableMap.builder();
    List<String> trained = trained(parameters);
    for (RateGroup group : config.rateGroups()) {
      if (trained.stream().noneMatch(group.names())) {
        throw new IllegalArgumentException(
            "learning rate factor: expected a match for %2$s, found none among the model's %1$d parameters"
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
                + " learning rate factors, expected at most 1");
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
