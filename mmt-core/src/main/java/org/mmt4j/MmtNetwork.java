package org.mmt4j;

import com.google.common.collect.ImmutableList;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.CaptionProjection;
import org.mmt4j.similarity.MixtureWeights;
import org.mmt4j.video.MultiModalTransformer;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The whole model as additions to a graph: videos and captions to packed vectors of N d values,
 * whose dot products are the similarities (paper, equation 6).
 *
 * @param config sizes, and which form
 * @param captionEncoder gives h(c)
 */
public record MmtNetwork(MmtConfig config, CaptionEncoder captionEncoder) {

  /** Psi_agg of a batch of videos, (B, N d). */
  public SDVariable videos(LayerContext context, VideoTokens.Shape shape) {
    return new MultiModalTransformer(config).apply(context, shape);
  }

  /** {@code [w_1 phi_1 .. w_N phi_N]} of a batch of captions, (captions, N d). */
  public SDVariable captions(LayerContext context, CaptionTokens.Shape shape) {
    return captions(context, captionEncoder.encode(context, shape), shape.captions());
  }

  /**
   * {@code [w_1 phi_1 .. w_N phi_N]} of captions that are encoded already, (captions, N d).
   *
   * @param h h(c), (captions, width of the caption encoder)
   * @param captions number of rows of h, at least 2 when training
   */
  public SDVariable captions(LayerContext context, SDVariable h, int captions) {
    return projection().apply(context, h, captionWeights(context, h, captions), captions);
  }

  /** g: h(c) to the embeddings of all experts. */
  public CaptionProjection projection() {
    return new CaptionProjection(
        expertNames(), captionEncoder.width(), config.width(), config.architecture().projection());
  }

  /**
   * How much each expert counts for captions, (captions, N).
   *
   * @param h h(c), (captions, width of the caption encoder)
   */
  public SDVariable captionWeights(LayerContext context, SDVariable h, int captions) {
    return switch (config.architecture().captionWeights()) {
      case FROM_CAPTION ->
          new MixtureWeights(
                  expertNames(), captionEncoder.width(), new Dropout(config.captionDropout()))
              .apply(context, h, captions);
      case UNIFORM -> uniform(context, captions, config.experts().size());
    };
  }

  private static SDVariable uniform(LayerContext context, int captions, int experts) {
    long[] shape = {captions, experts};
    return context.graph().constant(Nd4j.valueArrayOf(shape, 1.0 / experts, context.dataType()));
  }

  private ImmutableList<String> expertNames() {
    return config.experts().stream().map(Expert::name).collect(ImmutableList.toImmutableList());
  }

  /** s(v, c) of every caption with every video, (captions, B). */
  public SDVariable similarities(
      LayerContext context, VideoTokens.Shape videos, CaptionTokens.Shape captions) {
    SDVariable psi = videos(context, videos);
    return similarities(captions(context, captions), psi);
  }

  /**
   * s(v, c) of every caption, encoded already, with every video, (captions, B).
   *
   * @param h h(c), (captions, width of the caption encoder)
   * @param captions number of rows of h, at least 2 when training
   */
  public SDVariable similarities(
      LayerContext context, VideoTokens.Shape videos, SDVariable h, int captions) {
    SDVariable psi = videos(context, videos);
    return similarities(captions(context, h, captions), psi);
  }

  /** (C, N d), (B, N d) -> (C, N d)·(N d, B). */
  private static SDVariable similarities(SDVariable captions, SDVariable videos) {
    return captions.getSameDiff().mmul(captions, videos, false, true, false);
  }
}
