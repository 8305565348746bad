package org.mmt4j.train;

/**
 * Progress of a training, measured by its evaluations.
 *
 * @param bestStep steps taken before the best evaluation, 0 if there was no evaluation
 * @param bestScore score of the best evaluation
 * @param evaluationsSince number of evaluations after the best one
 */
record Progress(int bestStep, double bestScore, int evaluationsSince) {

  static final Progress NONE = new Progress(0, 0, 0);

  /**
   * Returns the progress after one more evaluation; of equal scores, the first one stays the best.
   */
  Progress with(int step, double score) {
    return bestStep == 0 || score > bestScore
        ? new Progress(step, score, 0)
        : new Progress(bestStep, bestScore, evaluationsSince + 1);
  }
}
