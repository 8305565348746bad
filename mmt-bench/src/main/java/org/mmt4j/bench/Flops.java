package org.mmt4j.bench;

import org.mmt4j.data.Expert;

/**
 * Floating-point operations of the matrix products of the padded model: 2 m n k for (m, k)·(k, n).
 */
final class Flops {

  private static final double VIDEO_LAYERS = 4;
  private static final double CAPTION_LAYERS = 12;
  private static final double CAPTION_WIDTH = 768;
  private static final double INTERMEDIATE = 3072; // of both encoders

  private Flops() {}

  /** Videos of a batch to packed vectors. */
  static double videos() {
    double slots = Workload.MAX_FEATURES + 1; // the aggregate, too
    double projections = 0;
    for (Expert expert : PaperModel.EXPERTS) {
      projections += product(Workload.BATCH * slots, PaperModel.WIDTH, expert.dimension());
    }
    double length = 1 + PaperModel.EXPERTS.size() * slots;
    return projections + VIDEO_LAYERS * layer(length, PaperModel.WIDTH);
  }

  /** Captions of a batch to packed vectors. */
  static double captions() {
    double unit =
        product(Workload.BATCH, PaperModel.WIDTH, CAPTION_WIDTH)
            + product(Workload.BATCH, PaperModel.WIDTH, PaperModel.WIDTH)
            + product(Workload.BATCH, 1, CAPTION_WIDTH);
    return CAPTION_LAYERS * layer(Workload.MAX_WORD_PIECES, CAPTION_WIDTH)
        + PaperModel.EXPERTS.size() * unit;
  }

  /** A training step: the backward pass does every product twice. */
  static double trainingStep() {
    double similarities = product(Workload.BATCH, Workload.BATCH, PaperModel.PACKED_WIDTH);
    return 3 * (videos() + captions() + similarities);
  }

  /** A layer of a transformer over a batch. */
  private static double layer(double length, double hiddenSize) {
    double rows = Workload.BATCH * length;
    double attention = Workload.BATCH * 2 * product(length, length, hiddenSize);
    return 4 * product(rows, hiddenSize, hiddenSize)
        + attention
        + 2 * product(rows, INTERMEDIATE, hiddenSize);
  }

  static double product(double m, double n, double k) {
    return 2 * m * n * k;
  }
}
