package org.mmt4j.graph.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention over packed sequences, each at its own length: {@code softmax(scale Q Kᵀ + mask) V} for
 * each head. Rows that their slot does not hold (padding) become 0.
 *
 * @param queries (n, d); keys and values alike
 * @param mask (B, 1, 1, L)
 * @param rowOfSlot (B L)
 * @param slotOfRow (n)
 * @param output (n, d)
 * @param memory working memory of the device
 */
public record Attention(
    Size size,
    float scale,
    INDArray queries,
    INDArray keys,
    INDArray values,
    INDArray mask,
    INDArray rowOfSlot,
    INDArray slotOfRow,
    INDArray output,
    INDArray memory)
    implements Step {

  /**
   * The sizes of the arrays.
   *
   * @param rows n
   * @param hiddenSize d
   * @param heads h
   * @param sequences B
   * @param length L
   */
  public record Size(int rows, int hiddenSize, int heads, int sequences, int length) {

    /** Returns d / h. */
    public int headSize() {
      return hiddenSize / heads;
    }
  }
}
