package org.mmt4j.examples;

import java.util.List;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;

/** A model that goes on from one trained before, perhaps with other experts. */
final class FineTuning {

  private FineTuning() {}

  /** A model of the same sizes and form. */
  static MmtModelBuilder sameSizes(MmtModel before) {
    ModelConfig config = before.config();
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

  /** Gives a model those experts, and what the one before has learned. */
  static MmtModelBuilder initialize(
      MmtModelBuilder builder, MmtModel before, List<Expert> experts) {
    return builder
        .experts(experts.stream().map(expert -> asBefore(before, expert)).toList())
        .tokenTypes(before.config().tokenTypes())
        .initializedFrom(before);
  }

  private static Expert asBefore(MmtModel before, Expert expert) {
    return before.config().experts().stream()
        .filter(known -> known.name().equals(expert.name()))
        .findFirst()
        .map(known -> expert.withTokenType(known.tokenType()))
        .orElse(expert);
  }
}
