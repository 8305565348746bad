package org.mmt4j.nn;

import org.mmt4j.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A unidirectional long short-term memory layer with h_0 = c_0 = 0:
 *
 * <pre>
 *   [i f g o] = W_ih x_t + b_ih + W_hh h_(t-1) + b_hh
 *   c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g)
 *   h_t = sigmoid(o) tanh(c_t)
 * </pre>
 *
 * <p>Parameters under PyTorch's names: {@code weight_ih_l0} (4 hidden, in), {@code weight_hh_l0} (4
 * hidden, hidden), {@code bias_ih_l0}, {@code bias_hh_l0} (4 hidden), gates in the order i, f, g,
 * o. Initial values are uniform within ±1/sqrt(hidden).
 *
 * @param in the dimension of x_t
 * @param hidden the dimension of h_t
 */
public record Lstm(int in, int hidden) {

  public Lstm {
    Sizes.requirePositive("size of an LSTM's input", in);
    Sizes.requirePositive("hidden size of an LSTM", hidden);
  }

  /** h_t and c_t, (B, hidden). */
  private record State(SDVariable h, SDVariable c) {}

  /**
   * Applies the layer to sequences.
   *
   * @param rows (n, in); in each sequence, the tokens that the mask admits come first
   * @return h at the last token of each sequence that the mask admits, (B, hidden)
   */
  public SDVariable apply(LayerContext context, PackedSequences sequences, SDVariable rows) {
    SameDiff graph = context.graph();
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(hidden));
    SDVariable input = context.parameter("weight_ih_l0", uniform, 4L * hidden, in);
    SDVariable recurrent = context.parameter("weight_hh_l0", uniform, 4L * hidden, hidden);
    SDVariable bias =
        context
            .parameter("bias_ih_l0", uniform, 4L * hidden)
            .add(context.parameter("bias_hh_l0", uniform, 4L * hidden));
    SDVariable fromInput = graph.mmul(rows, input, false, true, false).add(bias); // (n, 4 hidden)
    SDVariable[] steps = steps(sequences.block(fromInput, 4 * hidden), sequences.length());
    SDVariable[] masks = steps(sequences.attentionMask(), sequences.length());
    SDVariable zero = graph.constant(Nd4j.zeros(context.dataType(), sequences.sequences(), hidden));
    State state = new State(zero, zero);
    for (int t = 0; t < steps.length; t++) {
      SDVariable gates = steps[t].add(graph.mmul(state.h, recurrent, false, true, false));
      state = masked(state, next(gates, state.c, sequences.sequences()), masks[t]);
    }
    return state.h;
  }

  /** Splits (B, L, k) into L variables (B, k). */
  private static SDVariable[] steps(SDVariable block, int length) {
    return block.getSameDiff().unstack(block, 1, length);
  }

  /** Computes one step from gates (B, 4 hidden) and c_(t-1) (B, hidden). */
  private State next(SDVariable gates, SDVariable before, int sequences) {
    SameDiff graph = gates.getSameDiff();
    SDVariable[] parts = new SDVariable[4]; // i, f, g, o, each (B, hidden)
    for (int gate = 0; gate < parts.length; gate++) {
      parts[gate] = graph.slice(gates, new int[] {0, gate * hidden}, sequences, hidden);
    }
    SDVariable kept = graph.nn().sigmoid(parts[1]).mul(before);
    SDVariable c = kept.add(graph.nn().sigmoid(parts[0]).mul(graph.math().tanh(parts[2])));
    return new State(graph.nn().sigmoid(parts[3]).mul(graph.math().tanh(c)), c);
  }

  /** Returns the next state for sequences with a token at this step, otherwise the state before. */
  private static State masked(State before, State next, SDVariable mask) {
    SDVariable ended = mask.rsub(1); // (B, 1)
    return new State(
        next.h.mul(mask).add(before.h.mul(ended)), next.c.mul(mask).add(before.c.mul(ended)));
  }
}
