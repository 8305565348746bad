package org.mmt4j.examples;

import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.train.TrainingConfig;
import picocli.CommandLine.Option;

/** Option for the precision of matrix products. */
final class PrecisionOption {

  @Option(
      names = "--precision",
      description =
          "Precision of matrix products in training and evaluation, ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Precision precision = Precision.FLOAT32;

  /** Sets the precision of a model. */
  MmtModelBuilder of(MmtModelBuilder model) {
    return model.precision(precision);
  }

  /** Sets the precision of a training. */
  TrainingConfig.Builder of(TrainingConfig.Builder config) {
    return config.precision(precision);
  }

  /** Returns the model itself if it scores in this precision, otherwise a copy that does. */
  MmtModel of(MmtModel model) {
    return model.precision() == precision ? model : model.withPrecision(precision);
  }
}
