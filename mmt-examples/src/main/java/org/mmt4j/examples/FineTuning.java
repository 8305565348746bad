package org.mmt4j.examples;

import java.util.List;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;

/** Creates a model that starts from a trained model; the experts may differ. */
final class FineTuning {

  private FineTuning() {}

  /** Returns a builder with the sizes and the architecture of a model. */
  static MmtModelBuilder sameSizes(MmtModel trained) {
    ModelConfig config = trained.config();
    return MmtModel.builder()
        .hiddenSize(config.hiddenSize())
        .layers(config.layers())
        .heads(config.heads())
        .feedForward(config.feedForward())
        .maxSeconds(config.positions() - 2) // T_agg and T_unk
        .maxFeatures(config.maxFeatures())
        .dropout(config.dropout())
        .initializerRange(config.initializerRange())
        .architecture(config.architecture());
  }

  /** Sets the experts of a new model and initializes it from a trained model. */
  static MmtModelBuilder initialize(
      MmtModelBuilder builder, MmtModel trained, List<Expert> experts) {
    return builder
        .experts(experts.stream().map(expert -> withTrainedTokenType(trained, expert)).toList())
        .tokenTypes(trained.config().tokenTypes())
        .initializedFrom(trained);
  }

  private static Expert withTrainedTokenType(MmtModel trained, Expert expert) {
    return trained.config().experts().stream()
        .filter(known -> known.name().equals(expert.name()))
        .findFirst()
        .map(known -> expert.withTokenType(known.tokenType()))
        .orElse(expert);
  }
}
