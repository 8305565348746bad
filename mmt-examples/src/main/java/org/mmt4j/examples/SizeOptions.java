package org.mmt4j.examples;

import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import picocli.CommandLine.Option;

/** Options for the sizes of a small model's video encoder. */
final class SizeOptions {

  /** All of them. */
  static final String[] NAMES = {
    "--hidden-size", "--layers", "--heads", "--feed-forward", "--features", "--initializer-range"
  };

  @Option(
      names = "--hidden-size",
      description = "Hidden size of the video encoder (${DEFAULT-VALUE}).")
  private int hiddenSize = 128;

  @Option(names = "--layers", description = "Layers of the video encoder (${DEFAULT-VALUE}).")
  private int layers = 2;

  @Option(names = "--heads", description = "Heads of the video encoder (${DEFAULT-VALUE}).")
  private int heads = 4;

  @Option(
      names = "--feed-forward",
      description = "Hidden size inside its feed-forward layers (${DEFAULT-VALUE}).")
  private int feedForward = 256;

  @Option(
      names = "--features",
      description = "Features an expert that it reads (${DEFAULT-VALUE}).")
  private int features = 8;

  @Option(
      names = "--initializer-range",
      description =
          "Deviation of the first weights (${DEFAULT-VALUE}, as BERT's; narrow encoders may need more).")
  private double initializerRange = 0.02;

  /** A model of these sizes, to be built. */
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
