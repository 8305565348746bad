package org.mmt4j;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.CaptionProjection;
import org.mmt4j.similarity.MixtureWeights;
import org.mmt4j.similarity.VideoWeights;
import org.mmt4j.similarity.Weighted;
import org.mmt4j.video.CollaborativeGating;
import org.mmt4j.video.MissingExperts;
import org.mmt4j.video.MultiModalTransformer;
import org.mmt4j.video.SeparateExperts;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The whole model as additions to a graph: videos and captions to packed vectors of N d values,
 * whose dot products are the similarities (paper, equation 6).
 *
 * @param config sizes, and which form
 * @param captionEncoder gives h(c)
 */
public record MmtNetwork(MmtConfig config, CaptionEncoder captionEncoder) {

  /** {@code [u_1 psi_1 .. u_N psi_N]} of a batch of videos, (B, N d), and u, (B, N), if any. */
  public Weighted videos(LayerContext context, VideoTokens.Shape shape) {
    return switch (config.architecture().encoder()) {
      case MMT -> {
        MultiModalTransformer.Output encoded =
            new MultiModalTransformer(config).apply(context, shape);
        yield weighted(context, encoded.psi(), Optional.of(encoded.cls()), shape);
      }
      case NONE ->
          weighted(
              context, new SeparateExperts(config).apply(context, shape), Optional.empty(), shape);
      case COLLABORATIVE_GATING ->
          weighted(
              context,
              new CollaborativeGating(config).apply(context, shape),
              Optional.empty(),
              shape);
    };
  }

  private Weighted weighted(
      LayerContext context, SDVariable psi, Optional<SDVariable> cls, VideoTokens.Shape shape) {
    if (!config.architecture().weighsVideos()) {
      return new Weighted(psi, Optional.empty());
    }
    SDVariable weights = videoWeights(context, cls, shape);
    int videos = shape.videos();
    SDVariable[] blocks = new SDVariable[config.experts().size()];
    for (int e = 0; e < blocks.length; e++) {
      SDVariable block =
          context.graph().slice(psi, new int[] {0, e * config.width()}, videos, config.width());
      blocks[e] = block.mul(context.graph().slice(weights, new int[] {0, e}, videos, 1));
    }
    return new Weighted(context.graph().concat(1, blocks), Optional.of(weights));
  }

  /** u, (B, N): rows that sum to 1, or to 0 where no expert is left. */
  private SDVariable videoWeights(
      LayerContext context, Optional<SDVariable> cls, VideoTokens.Shape shape) {
    int videos = shape.videos();
    SDVariable weights =
        config.architecture().videoWeights() == VideoWeights.FROM_CLS
            ? new MixtureWeights(
                    "moe_fc_vid", expertNames(), config.width(), new Dropout(config.dropout()))
                .apply(context, cls.orElseThrow(), videos)
            : uniform(context, videos);
    if (config.architecture().missing() == MissingExperts.KEPT) {
      return weights;
    }
    SameDiff graph = context.graph();
    SDVariable present = weights.mul(VideoTokens.experts(context, shape));
    SDVariable floor = graph.constant(1e-12).castTo(context.dataType());
    return present.div(graph.math().max(present.sum(true, 1), floor));
  }

  /** {@code [w_1 phi_1 .. w_N phi_N]} of a batch of captions, (captions, N d). */
  public Weighted captions(LayerContext context, CaptionTokens.Shape shape) {
    return captions(context, captionEncoder.encode(context, shape), shape.captions());
  }

  /**
   * {@code [w_1 phi_1 .. w_N phi_N]} of captions that are encoded already, (captions, N d).
   *
   * @param h h(c), (captions, width of the caption encoder)
   * @param captions number of rows of h, at least 2 when training
   */
  public Weighted captions(LayerContext context, SDVariable h, int captions) {
    SDVariable weights = captionWeights(context, h, captions);
    return new Weighted(
        projection().apply(context, h, weights, captions),
        config.architecture().weighsVideos() ? Optional.of(weights) : Optional.empty());
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
                  "moe_fc_txt",
                  expertNames(),
                  captionEncoder.width(),
                  new Dropout(config.captionDropout()))
              .apply(context, h, captions);
      case UNIFORM -> uniform(context, captions);
    };
  }

  private SDVariable uniform(LayerContext context, int rows) {
    int experts = config.experts().size();
    long[] shape = {rows, experts};
    return context.graph().constant(Nd4j.valueArrayOf(shape, 1.0 / experts, context.dataType()));
  }

  private ImmutableList<String> expertNames() {
    return config.experts().stream().map(Expert::name).collect(ImmutableList.toImmutableList());
  }

  /** s(v, c) of every caption with every video, (captions, B). */
  public SDVariable similarities(
      LayerContext context, VideoTokens.Shape videos, CaptionTokens.Shape captions) {
    Weighted seen = videos(context, videos);
    return captions(context, captions).similarities(seen);
  }

  /**
   * s(v, c) of every caption, encoded already, with every video, (captions, B).
   *
   * @param h h(c), (captions, width of the caption encoder)
   * @param captions number of rows of h, at least 2 when training
   */
  public SDVariable similarities(
      LayerContext context, VideoTokens.Shape videos, SDVariable h, int captions) {
    Weighted seen = videos(context, videos);
    return captions(context, h, captions).similarities(seen);
  }
}
