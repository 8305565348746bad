package org.mmt4j.examples;

import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import picocli.CommandLine.Option;

/** Options for the sizes of the video encoder of a small model. */
final class SizeOptions {

  /** The names of all options. */
  static final String[] NAMES = {
    "--hidden-size", "--layers", "--heads", "--feed-forward", "--features", "--initializer-range"
  };

  @Option(
      names = "--hidden-size",
      description = "Hidden size of the video encoder (${DEFAULT-VALUE}).")
  private int hiddenSize = 128;

  @Option(
      names = "--layers",
      description = "Number of layers of the video encoder (${DEFAULT-VALUE}).")
  private int layers = 2;

  @Option(
      names = "--heads",
      description = "Number of attention heads of the video encoder (${DEFAULT-VALUE}).")
  private int heads = 4;

  @Option(
      names = "--feed-forward",
      description = "Intermediate size of its feed-forward layers (${DEFAULT-VALUE}).")
  private int feedForward = 256;

  @Option(
      names = "--features",
      description = "Maximum number of features per expert (${DEFAULT-VALUE}).")
  private int features = 8;

  @Option(
      names = "--initializer-range",
      description =
          "Standard deviation of the initial weights (${DEFAULT-VALUE}, as in BERT; encoders with a small hidden size may need more).")
  private double initializerRange = 0.02;

  /** Returns a builder of a model of these sizes. */
  MmtModelBuilder model() {
    return MmtModel.builder()
        .hiddenSize(hiddenSize)
        .layers(layers)
        .heads(heads)
        .feedForward(feedForward)
        .maxFeatures(features)
        .initializerRange(initializerRange);
  }
}
