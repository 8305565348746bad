package org.mmt4j.train.evaluation;

/** Approximate similarities of captions with all videos, in blocks, with an error bound. */
interface RoundedSimilarities {

  /** Returns the rows of the evaluated captions from {@code from} to {@code to} (exclusive). */
  float[][] rows(int from, int to);

  /** Returns the largest absolute error, unless a similarity is NaN. */
  double bound();
}
