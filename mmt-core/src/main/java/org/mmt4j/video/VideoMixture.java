package org.mmt4j.video;

import java.util.Optional;
import org.mmt4j.config.MissingExperts;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.MixtureWeights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Weights u of the experts for a video: {@link org.mmt4j.config.VideoWeights}, then {@link
 * MissingExperts} (from the authors' code; the paper's videos have no weights).
 *
 * @param config sizes and architecture
 */
public record VideoMixture(ModelConfig config) {

  private static final double NO_EXPERTS = 1e-12;

  /**
   * Returns the weights.
   *
   * @param encoded output of the multi-modal transformer, if it is the encoder
   * @return (B, N); each row sums to 1, or to 0 if the video has no expert
   */
  public SDVariable apply(
      LayerContext context,
      VideoTokens.Shape shape,
      Optional<MultiModalTransformer.Output> encoded) {
    SDVariable weights =
        switch (config.architecture().videoWeights()) {
          case UNIFORM -> MixtureWeights.uniform(context, shape.videos(), config.experts().size());
          case FROM_NORM -> fromNorm(encoded.orElseThrow());
          case FROM_CLS -> fromCls(context, encoded.orElseThrow().cls(), shape.videos());
        };
    return config.architecture().missing() == MissingExperts.KEPT
        ? weights
        : overPresent(context, shape, weights);
  }

  private static SDVariable fromNorm(MultiModalTransformer.Output encoded) {
    SDVariable[] norms =
        encoded.aggregates().stream().map(Activations::norm).toArray(SDVariable[]::new);
    SDVariable all = norms[0].getSameDiff().concat(1, norms); // N times (B, 1) -> (B, N)
    return all.div(all.sum(true, 1));
  }

  private SDVariable fromCls(LayerContext context, SDVariable cls, int videos) {
    return new MixtureWeights(
            "moe_fc_vid", config.expertNames(), config.hiddenSize(), new Dropout(config.dropout()))
        .apply(context, cls, videos);
  }

  /**
   * Returns {@code u_i p_i / sum_j u_j p_j}, with p_i = 1 for experts that the video has, otherwise
   * 0.
   */
  private SDVariable overPresent(
      LayerContext context, VideoTokens.Shape shape, SDVariable weights) {
    SameDiff graph = context.graph();
    SDVariable present = weights.mul(new VideoInputs(config, shape).presence().declare(context));
    SDVariable floor = graph.constant(NO_EXPERTS).castTo(context.dataType());
    return present.div(graph.math().max(present.sum(true, 1), floor)); // sum: (B, N) -> (B, 1)
  }
}
