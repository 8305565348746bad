package org.mmt4j.train.evaluation;

/**
 * Metrics with a name and the kind of similarities, so that metrics of normalized similarities are
 * not mistaken for raw ones.
 *
 * @param name name of the model, the data set, or both
 * @param similarities {@link #RAW}, or how they were normalized
 * @param metrics recalls and ranks in both directions
 */
public record EvaluationResult(String name, String similarities, RetrievalMetrics metrics) {

  /** Label of the model's own similarities. */
  public static final String RAW = "raw";

  /** Returns the metrics of a model's own similarities. */
  public static EvaluationResult raw(String name, RetrievalMetrics metrics) {
    return new EvaluationResult(name, RAW, metrics);
  }

  /**
   * Returns the metrics of normalized similarities. Holds all similarities in memory.
   *
   * @param similarities captions x videos, including the rows of masked captions
   * @param queryMask videos x captions per video, false if the video does not have the caption
   * @param textToVideo normalization of captions x videos, without masked captions
   * @param videoToText normalization of videos x captions, without masked captions
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][], boolean[][])}, or if a
   *     normalization does not fit the similarities
   */
  public static EvaluationResult normalized(
      String name,
      float[][] similarities,
      boolean[][] queryMask,
      SimilarityNormalization textToVideo,
      SimilarityNormalization videoToText) {
    RetrievalRanks ranks =
        NormalizedRanks.of(
            SimilarityMatrix.of(similarities).masked(queryMask), textToVideo, videoToText);
    String label = "t2v: " + textToVideo.label() + "; v2t: " + videoToText.label();
    return new EvaluationResult(name, label, RetrievalMetrics.of(ranks));
  }

  @Override
  public String toString() {
    return name + ", " + similarities + " similarities: " + metrics;
  }
}
