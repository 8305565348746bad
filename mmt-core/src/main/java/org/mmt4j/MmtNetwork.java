package org.mmt4j;

import java.util.List;
import java.util.Optional;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.graph.Initializer;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.CaptionProjection;
import org.mmt4j.similarity.MixtureWeights;
import org.mmt4j.similarity.WeightedVectors;
import org.mmt4j.video.AlignedExpert;
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
 * <p>With an {@linkplain ModelConfig#alignedExpert aligned expert}, whose features are in the space
 * of the caption encoder's h(c), such as frames and captions by the towers of CLIP, the similarity
 * is
 *
 * <pre>{@code
 * s(v, c) = <h(c) / |h(c)|, a(v)> + sum_i r_i w_i(c) <phi_i, psi_i>
 * }</pre>
 *
 * with a(v) of {@link AlignedExpert} and trained residual weights r_i that are 0 at first: a new
 * model ranks as the towers do, and training adds to that. The gradient of r_i is not 0, that of
 * phi and psi is at the first step only. Parameter {@code aligned.residual}, (N). This is ours, not
 * the paper's; the zero start is that of ReZero (Bachlechner et al., 2021).
 *
 * @param config sizes and architecture
 * @param captionEncoder encoder that computes h(c)
 */
public record MmtNetwork(ModelConfig config, CaptionEncoder captionEncoder) {

  /**
   * Checks that an aligned expert fits the caption encoder.
   *
   * @throws IllegalArgumentException if it has another dimension than h(c)
   */
  public MmtNetwork {
    if (config.alignedExpert().isPresent()
        && config.alignedDimension() != captionEncoder.dimension()) {
      throw new IllegalArgumentException(
          "alignedExpert: found "
              + config.alignedExpert().get()
              + " of dimension "
              + config.alignedDimension()
              + ", expected "
              + captionEncoder.dimension()
              + " as of the caption encoder");
    }
  }

  /**
   * Returns {@code [u_1 psi_1 .. u_N psi_N]} of a batch of videos, (B, N d), and u, (B, N), if any.
   * With an aligned expert, a(v) follows.
   */
  public WeightedVectors videos(LayerContext context, VideoTokens.Shape shape) {
    WeightedVectors encoded = encodedVideos(context, shape);
    return config.alignedExpert().isPresent()
        ? encoded.and(new AlignedExpert(config).apply(context, shape))
        : encoded;
  }

  private WeightedVectors encodedVideos(LayerContext context, VideoTokens.Shape shape) {
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
   * weights. With an aligned expert, the weights are r_i w_i, and h(c) follows, scaled to length 1.
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
    if (config.alignedExpert().isPresent()) {
      SDVariable projected = projection().apply(context, h, residual(context, weights), captions);
      return new WeightedVectors(projected, Optional.empty()).and(Activations.l2Normalize(h));
    }
    return new WeightedVectors(
        projection().apply(context, h, weights, captions),
        config.architecture().hasVideoWeights() ? Optional.of(weights) : Optional.empty());
  }

  /** Returns r_i w_i of captions, (captions, N). */
  private SDVariable residual(LayerContext context, SDVariable weights) {
    int experts = config.experts().size();
    return weights.mul(
        context.scope("aligned").parameter("residual", Initializer.constant(0), experts));
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
