package org.mmt4j.examples;

import java.util.Optional;
import org.mmt4j.MmtModel;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.Recipe;
import org.mmt4j.train.Trainer;
import picocli.CommandLine.Option;

/** Options for what is trained, how long and at which rate. */
final class ScheduleOptions {

  /** Those that a recipe says too. */
  static final String[] RATES = {"--rate", "--decay", "--decay-steps"};

  private static final int STEPS = 1000;

  @Option(names = "--steps", description = "Training steps (1000, or the recipe's).")
  private Optional<Integer> steps = Optional.empty();

  @Option(
      names = "--epochs",
      description = "Instead of --steps: how often every video has its turn.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch", description = "Pairs in a batch (32, or the recipe's).")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--hard-negative-group",
      description =
          "Neighbours in the order of the captions that stay together in a batch (1): videos that are easily mistaken for each other.")
  private Optional<Integer> group = Optional.empty();

  @Option(
      names = "--freeze-captions",
      description = "Leaves the caption encoder as it is, which makes steps fast.")
  private boolean freezesCaptions;

  @Option(names = "--rate", description = "Learning rate (${DEFAULT-VALUE}).")
  private double rate = 1e-4;

  @Option(names = "--decay", description = "Factor of the rate at each decay (${DEFAULT-VALUE}).")
  private double decay = 0.95;

  @Option(names = "--decay-steps", description = "Steps between decays (${DEFAULT-VALUE}).")
  private int decaySteps = 100;

  /** A training of a model; it still needs data. */
  Trainer trainer(MmtModel start, Optional<Recipe> recipe) {
    Trainer trainer = recipe.isPresent() ? recipe.get().trainer(start) : own(start);
    steps.ifPresent(trainer::steps);
    epochs.ifPresent(trainer::epochs);
    batch.ifPresent(trainer::batchSize);
    group.ifPresent(trainer::hardNegativeGroup);
    if (freezesCaptions) {
      trainer.freezeCaptionEncoder();
    }
    return trainer;
  }

  private Trainer own(MmtModel start) {
    Trainer trainer =
        Trainer.on(start)
            .learningRate(LearningRateSchedule.exponentialDecay(rate, decay, decaySteps));
    return epochs.isPresent() ? trainer : trainer.steps(STEPS);
  }
}
