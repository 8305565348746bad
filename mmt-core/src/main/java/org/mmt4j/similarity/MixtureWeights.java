package org.mmt4j.similarity;

import java.util.List;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Linear;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights of the experts for a caption (paper, equation 7): {@code w_i(c) = softmax_i(h(c) . a_i +
 * b_i)}. For a video, h is the output at its [CLS].
 *
 * <p>Differs from the paper in the bias b_i and in the dropout of h(c), both as in the authors'
 * code. Parameters {@code SCOPE.EXPERT}, each a {@link Linear} to one value.
 *
 * @param scope {@code moe_fc_txt} or {@code moe_fc_vid}
 * @param experts names of the experts, in the model's order
 * @param dimension length of h(c)
 * @param dropout dropout of h(c)
 */
public record MixtureWeights(String scope, List<String> experts, int dimension, Dropout dropout) {

  /**
   * Returns the weights.
   *
   * @param h (n, dimension)
   * @param n number of rows of h
   * @return (n, N), rows that sum to 1
   */
  public SDVariable apply(LayerContext context, SDVariable h, int n) {
    SameDiff graph = context.graph();
    SDVariable dropped = dropout.apply(context, h, n, dimension);
    SDVariable[] logits = new SDVariable[experts.size()];
    for (int i = 0; i < logits.length; i++) {
      LayerContext expert = context.scope(scope).scope(experts.get(i));
      logits[i] = Linear.of(dimension, 1).apply(expert, dropped); // (n, 1)
    }
    return graph.nn().softmax(graph.concat(1, logits), 1);
  }

  /** Returns {@code 1 / N} for every expert, (n, N). */
  public static SDVariable uniform(LayerContext context, int n, int experts) {
    long[] shape = {n, experts};
    return context.graph().constant(Nd4j.valueArrayOf(shape, 1.0 / experts, context.dataType()));
  }
}
