package org.mmt4j.video;

import org.mmt4j.config.ModelConfig;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The video in the space of captions: {@code a(v) = m / |m|}, where m is the mean over the features
 * of the aligned expert, each scaled to length 1; 0 if the video has none. No parameters. Ours, not
 * the paper's; of frames by CLIP it is the mean pooling of CLIP4Clip (Luo et al., 2021).
 *
 * @param config sizes and architecture, with an aligned expert
 */
public record AlignedExpert(ModelConfig config) {

  /**
   * Adds a to a graph; {@link VideoTokens#fill} fills its input.
   *
   * @return (B, D), rows of length 1 or 0
   */
  public SDVariable apply(LayerContext context, VideoTokens.Shape shape) {
    return Activations.l2Normalize(new VideoInputs(config, shape).aligned().declare(context));
  }
}
