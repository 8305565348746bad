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
 * How much each expert counts for a video, u: {@link org.mmt4j.config.VideoWeights}, then {@link
 * MissingExperts} (the authors' code; the paper's videos have no weights).
 *
 * @param config sizes, and which form
 */
public record VideoMixture(ModelConfig config) {

  private static final double NO_EXPERTS = 1e-12;

  /**
   * The weights.
   *
   * @param encoded what the multi-modal transformer gave, if it is the encoder
   * @return (B, N), rows that sum to 1, or to 0 where no expert is left
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

  /** {@code u_i p_i / sum_j u_j p_j}, p_i = 1 for experts that the video has, else 0. */
  private static SDVariable overPresent(
      LayerContext context, VideoTokens.Shape shape, SDVariable weights) {
    SameDiff graph = context.graph();
    SDVariable present = weights.mul(VideoTokens.experts(context, shape));
    SDVariable floor = graph.constant(NO_EXPERTS).castTo(context.dataType());
    return present.div(graph.math().max(present.sum(true, 1), floor)); // sum: (B, N) -> (B, 1)
  }
}
