package org.mmt4j.bench;

import org.mmt4j.data.Expert;

/**
 * Floating-point operations of the matrix products of the padded model: 2 m n k for (m, k)·(k, n).
 */
final class Flops {

  private static final double VIDEO_LAYERS = 4;
  private static final double CAPTION_LAYERS = 12;
  private static final double CAPTION_HIDDEN_SIZE = 768;
  private static final double INTERMEDIATE_SIZE = 3072; // of both encoders

  private Flops() {}

  /** Returns the operations to embed the videos of a batch. */
  static double videos() {
    double slots = Workload.MAX_FEATURES + 1; // features and the aggregate
    double projections = 0;
    for (Expert expert : PaperModel.EXPERTS) {
      projections += product(Workload.BATCH * slots, PaperModel.HIDDEN_SIZE, expert.dimension());
    }
    double length = 1 + PaperModel.EXPERTS.size() * slots;
    return projections + VIDEO_LAYERS * layer(length, PaperModel.HIDDEN_SIZE);
  }

  /** Returns the operations to embed the captions of a batch. */
  static double captions() {
    double unit =
        product(Workload.BATCH, PaperModel.HIDDEN_SIZE, CAPTION_HIDDEN_SIZE)
            + product(Workload.BATCH, PaperModel.HIDDEN_SIZE, PaperModel.HIDDEN_SIZE)
            + product(Workload.BATCH, 1, CAPTION_HIDDEN_SIZE);
    return CAPTION_LAYERS * layer(Workload.MAX_WORD_PIECES, CAPTION_HIDDEN_SIZE)
        + PaperModel.EXPERTS.size() * unit;
  }

  /**
   * Returns the operations of a training step; the backward pass has two products for each product
   * of the forward pass.
   */
  static double trainingStep() {
    double similarities = product(Workload.BATCH, Workload.BATCH, PaperModel.PACKED_DIMENSION);
    return 3 * (videos() + captions() + similarities);
  }

  /** Returns the operations of one transformer layer for a batch. */
  private static double layer(double length, double hiddenSize) {
    double rows = Workload.BATCH * length;
    double attention = Workload.BATCH * 2 * product(length, length, hiddenSize);
    return 4 * product(rows, hiddenSize, hiddenSize)
        + attention
        + 2 * product(rows, INTERMEDIATE_SIZE, hiddenSize);
  }

  static double product(double m, double n, double k) {
    return 2 * m * n * k;
  }
}
