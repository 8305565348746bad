package org.mmt4j.examples;

import java.util.Optional;
import org.mmt4j.MmtModel;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.Recipe;
import org.mmt4j.train.Trainer;
import picocli.CommandLine.Option;

/** Options for the length of the training, its batches and its learning rate. */
final class ScheduleOptions {

  /** The options that a recipe also sets. */
  static final String[] RATES = {"--rate", "--decay", "--decay-steps"};

  private static final int STEPS = 1000;

  @Option(names = "--steps", description = "Training steps (1000, or the recipe's number).")
  private Optional<Integer> steps = Optional.empty();

  @Option(names = "--epochs", description = "Number of epochs, instead of --steps.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch", description = "Pairs per batch (32, or the recipe's number).")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--hard-negative-group",
      description =
          "Size of hard-negative groups (1): so many neighbours in the order of the captions, which should be similar videos, are always in the same batch.")
  private Optional<Integer> group = Optional.empty();

  @Option(
      names = "--freeze-captions",
      description = "Freezes the caption encoder, which makes steps faster.")
  private boolean freezesCaptions;

  @Option(names = "--rate", description = "Learning rate (${DEFAULT-VALUE}).")
  private double rate = 1e-4;

  @Option(
      names = "--decay",
      description = "Factor by which each decay multiplies the learning rate (${DEFAULT-VALUE}).")
  private double decay = 0.95;

  @Option(names = "--decay-steps", description = "Steps between decays (${DEFAULT-VALUE}).")
  private int decaySteps = 100;

  /** Returns a trainer with these options; the caller adds the data. */
  Trainer trainer(MmtModel start, Optional<Recipe> recipe) {
    Trainer trainer = recipe.isPresent() ? recipe.get().trainer(start) : withoutRecipe(start);
    steps.ifPresent(trainer::steps);
    epochs.ifPresent(trainer::epochs);
    batch.ifPresent(trainer::batchSize);
    group.ifPresent(trainer::hardNegativeGroup);
    if (freezesCaptions) {
      trainer.freezeCaptionEncoder();
    }
    return trainer;
  }

  private Trainer withoutRecipe(MmtModel start) {
    Trainer trainer =
        Trainer.on(start)
            .learningRate(LearningRateSchedule.exponentialDecay(rate, decay, decaySteps));
    return epochs.isPresent() ? trainer : trainer.steps(STEPS);
  }
}
