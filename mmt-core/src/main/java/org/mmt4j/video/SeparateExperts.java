package org.mmt4j.video;

import java.util.List;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * No video encoder: psi of an expert is its aggregate, projected and scaled to length 1 (mixture of
 * embedding experts, Miech et al.; paper, Table 1, NONE).
 *
 * @param config sizes and architecture
 */
public record SeparateExperts(ModelConfig config) {

  /**
   * Adds the projections to a graph; {@link VideoTokens#fill} fills their inputs.
   *
   * @return psi of each expert, (B, d)
   */
  public List<SDVariable> apply(LayerContext context, VideoTokens.Shape shape) {
    int[] start = {0, 0};
    return new FeatureProjection(config)
        .apply(context, shape).stream()
            .map(rows -> context.graph().slice(rows, start, shape.videos(), config.hiddenSize()))
            .toList();
  }
}
