package org.mmt4j;

import java.util.List;
import java.util.Optional;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.CaptionProjection;
import org.mmt4j.similarity.MixtureWeights;
import org.mmt4j.similarity.WeightedVectors;
import org.mmt4j.video.CollaborativeGating;
import org.mmt4j.video.MultiModalTransformer;
import org.mmt4j.video.SeparateExperts;
import org.mmt4j.video.VideoMixture;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The complete model as part of a graph: maps videos and captions to packed vectors of N d values,
 * whose dot products are the similarities (paper, equation 6). If videos have weights, they are
 * divided by the dot products of the weights.
 *
 * @param config sizes and architecture
 * @param captionEncoder encoder that computes h(c)
 */
public record MmtNetwork(ModelConfig config, CaptionEncoder captionEncoder) {

  /**
   * Returns {@code [u_1 psi_1 .. u_N psi_N]} of a batch of videos, (B, N d), and u, (B, N), if any.
   */
  public WeightedVectors videos(LayerContext context, VideoTokens.Shape shape) {
    return switch (config.architecture().encoder()) {
      case MMT -> {
        MultiModalTransformer.Output encoded =
            new MultiModalTransformer(config).apply(context, shape);
        yield weighted(context, shape, encoded.psi(), Optional.of(encoded));
      }
      case NONE -> {
        List<SDVariable> psi = new SeparateExperts(config).apply(context, shape);
        yield weighted(context, shape, psi, Optional.empty());
      }
      case COLLABORATIVE_GATING -> {
        List<SDVariable> psi = new CollaborativeGating(config).apply(context, shape);
        yield weighted(context, shape, psi, Optional.empty());
      }
    };
  }

  private WeightedVectors weighted(
      LayerContext context,
      VideoTokens.Shape shape,
      List<SDVariable> psi,
      Optional<MultiModalTransformer.Output> encoded) {
    return config.architecture().hasVideoWeights()
        ? WeightedVectors.of(
            psi, new VideoMixture(config).apply(context, shape, encoded), shape.videos())
        : WeightedVectors.unweighted(psi);
  }

  /**
   * Returns {@code [w_1 phi_1 .. w_N phi_N]} of captions, (captions, N d), and w if videos have
   * weights.
   */
  public WeightedVectors captions(LayerContext context, CaptionTokens.Shape shape) {
    return captions(context, captionEncoder.encode(context, shape), shape.captions());
  }

  /**
   * As {@link #captions(LayerContext, CaptionTokens.Shape)}, for captions that are already encoded.
   *
   * @param h h(c), (captions, hidden size of the caption encoder)
   * @param captions number of rows of h, at least 2 when training
   */
  public WeightedVectors captions(LayerContext context, SDVariable h, int captions) {
    SDVariable weights = captionWeights(context, h, captions);
    return new WeightedVectors(
        projection().apply(context, h, weights, captions),
        config.architecture().hasVideoWeights() ? Optional.of(weights) : Optional.empty());
  }

  /** Returns g, which maps h(c) to the embeddings of all experts. */
  public CaptionProjection projection() {
    return new CaptionProjection(
        config.expertNames(),
        captionEncoder.dimension(),
        config.hiddenSize(),
        config.architecture().projection());
  }

  /**
   * Returns the weights of the experts for captions, (captions, N).
   *
   * @param h h(c), (captions, hidden size of the caption encoder)
   */
  public SDVariable captionWeights(LayerContext context, SDVariable h, int captions) {
    return switch (config.architecture().captionWeights()) {
      case FROM_CAPTION ->
          new MixtureWeights(
                  "moe_fc_txt",
                  config.expertNames(),
                  captionEncoder.dimension(),
                  new Dropout(config.captionDropout()))
              .apply(context, h, captions);
      case UNIFORM -> MixtureWeights.uniform(context, captions, config.experts().size());
    };
  }

  /** Returns s(v, c) of every caption with every video, (captions, B). */
  public SDVariable similarities(
      LayerContext context, VideoTokens.Shape videos, CaptionTokens.Shape captions) {
    SDVariable h = captionEncoder.encode(context, captions);
    return similarities(context, videos, h, captions.captions());
  }

  /**
   * Returns s(v, c) of every encoded caption with every video, (captions, B).
   *
   * @param h h(c), (captions, hidden size of the caption encoder)
   * @param captions number of rows of h, at least 2 when training
   */
  public SDVariable similarities(
      LayerContext context, VideoTokens.Shape videos, SDVariable h, int captions) {
    WeightedVectors encodedVideos = videos(context, videos);
    return captions(context, h, captions).similarities(encodedVideos);
  }
}
