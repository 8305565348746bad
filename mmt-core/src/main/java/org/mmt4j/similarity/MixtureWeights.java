package org.mmt4j.similarity;

import com.google.common.collect.ImmutableList;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Linear;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * How much each expert counts for a caption (paper, equation 7): {@code w_i(c) = softmax_i(h(c) .
 * a_i + b_i)}.
 *
 * <p>Differs from the paper in the bias b_i, and in dropout of h(c), both as in the authors' code.
 * Parameters {@code moe_fc_txt.EXPERT}, each a {@link Linear} to one value.
 *
 * @param experts names, in the model's order
 * @param captionWidth length of h(c)
 * @param dropout of h(c)
 */
public record MixtureWeights(ImmutableList<String> experts, int captionWidth, Dropout dropout) {

  /**
   * The weights of captions.
   *
   * @param h (captions, captionWidth)
   * @param captions number of rows of h
   * @return (captions, N), rows that sum to 1
   */
  public SDVariable apply(LayerContext context, SDVariable h, int captions) {
    SameDiff graph = context.graph();
    SDVariable dropped = dropout.apply(context, h, captions, captionWidth);
    SDVariable[] logits = new SDVariable[experts.size()];
    for (int i = 0; i < logits.length; i++) {
      LayerContext scope = context.scope("moe_fc_txt").scope(experts.get(i));
      logits[i] = Linear.of(captionWidth, 1).apply(scope, dropped); // (captions, 1)
    }
    return graph.nn().softmax(graph.concat(1, logits), 1);
  }
}
