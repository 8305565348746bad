package org.mmt4j.similarity;

import java.util.List;
import java.util.stream.IntStream;
import org.mmt4j.config.Projection;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.GatedEmbeddingUnit;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Linear;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Weighted embeddings of a caption for each expert (paper, section 3.2 and equation 6): {@code
 * w_i(c) phi_i}, {@code phi_i = g_i(h(c))} with one {@link Projection} per expert.
 *
 * <p>They are concatenated to one vector, whose dot product with the video's {@code [psi_1 ..
 * psi_N]} is the similarity {@code s(v, c) = sum_i w_i(c) <phi_i, psi_i>}. Parameters {@code
 * text_GU.EXPERT}.
 *
 * @param experts names of the experts, in the model's order
 * @param captionDimension length of h(c)
 * @param hiddenSize length d of an expert's embedding
 * @param kind kind of projection g
 */
public record CaptionProjection(
    List<String> experts, int captionDimension, int hiddenSize, Projection kind) {

  /**
   * Returns the embeddings of captions for one expert, phi_i.
   *
   * @param h (captions, captionDimension)
   * @param captions number of rows of h, at least 2 when training
   * @return (captions, d), rows of length 1
   */
  public SDVariable phi(LayerContext context, SDVariable h, int captions, int expert) {
    LayerContext scope = context.scope("text_GU").scope(experts.get(expert));
    return switch (kind) {
      case GATED_BATCH_NORM ->
          new GatedEmbeddingUnit(captionDimension, hiddenSize, true).apply(scope, h, captions);
      case GATED ->
          new GatedEmbeddingUnit(captionDimension, hiddenSize, false).apply(scope, h, captions);
      case LINEAR ->
          Activations.l2Normalize(
              Linear.of(captionDimension, hiddenSize).apply(scope.scope("fc"), h));
    };
  }

  /**
   * Returns the weighted embeddings of captions for all experts.
   *
   * @param h (captions, captionDimension)
   * @param weights (captions, N)
   * @param captions number of rows of h, at least 2 when training
   * @return (captions, N d)
   */
  public SDVariable apply(LayerContext context, SDVariable h, SDVariable weights, int captions) {
    List<SDVariable> phi =
        IntStream.range(0, experts.size()).mapToObj(i -> phi(context, h, captions, i)).toList();
    return WeightedVectors.concatenated(phi, weights, captions);
  }
}
