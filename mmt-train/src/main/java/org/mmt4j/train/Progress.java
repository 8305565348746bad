package org.mmt4j.train;

/**
 * How the evaluations of a training went.
 *
 * @param bestStep steps taken before the best evaluation, 0 if there was none
 * @param bestScore its score
 * @param evaluationsSince evaluations after it
 */
record Progress(int bestStep, double bestScore, int evaluationsSince) {

  static final Progress NONE = new Progress(0, 0, 0);

  /** With one more evaluation; the first of equal ones stays the best. */
  Progress with(int step, double score) {
    return bestStep == 0 || score > bestScore
        ? new Progress(step, score, 0)
        : new Progress(bestStep, bestScore, evaluationsSince + 1);
  }
}
