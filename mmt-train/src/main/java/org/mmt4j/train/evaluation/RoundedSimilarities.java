package org.mmt4j.train.evaluation;

/** Similarities of captions with all videos, many at a time, to within a bound. */
interface RoundedSimilarities {

  /** Row i: those of the caption that takes part as number {@code from + i}, up to {@code to}. */
  float[][] rows(int from, int to);

  /** How far any of them is at most from the similarity itself, if both are numbers. */
  double bound();
}
