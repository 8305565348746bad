package org.mmt4j.examples;

import java.util.Optional;
import org.mmt4j.MmtModel;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.Recipe;
import org.mmt4j.train.TrainingConfig;
import picocli.CommandLine.Mixin;
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

  @Mixin private PrecisionOption precision = new PrecisionOption();

  /** Returns the model at the precision of the training. */
  MmtModel atPrecision(MmtModel model) {
    return precision.of(model);
  }

  /** Returns a configuration with these options. */
  TrainingConfig.Builder config(Optional<Recipe> recipe) {
    TrainingConfig.Builder config = recipe.map(Recipe::training).orElseGet(this::withoutRecipe);
    steps.ifPresent(config::steps);
    epochs.ifPresent(config::epochs);
    batch.ifPresent(config::batchSize);
    group.ifPresent(config::hardNegativeGroup);
    if (freezesCaptions) {
      config.frozenCaptionEncoder(true);
    }
    return precision.of(config);
  }

  private TrainingConfig.Builder withoutRecipe() {
    return TrainingConfig.builder()
        .steps(STEPS)
        .learningRate(LearningRateSchedule.exponentialDecay(rate, decay, decaySteps));
  }
}
