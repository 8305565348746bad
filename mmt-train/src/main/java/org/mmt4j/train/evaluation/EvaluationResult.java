package org.mmt4j.train.evaluation;

/**
 * Metrics with what they are of, so that normalised ones are not taken for raw ones.
 *
 * @param name of the model, the data set, or both
 * @param similarities {@link #RAW}, or what was done to them
 * @param metrics recalls and ranks in both directions
 */
public record EvaluationResult(String name, String similarities, RetrievalMetrics metrics) {

  /** The similarities are the model's. */
  public static final String RAW = "raw";

  /** Metrics of a model's own similarities. */
  public static EvaluationResult raw(String name, RetrievalMetrics metrics) {
    return new EvaluationResult(name, RAW, metrics);
  }

  /**
   * Metrics of normalised similarities. All of them are held in memory.
   *
   * @param similarities captions x videos, rows of masked captions included
   * @param queryMask videos x captions per video, false where the video has no such caption
   * @param textToVideo applied to captions x videos, without masked captions
   * @param videoToText applied to videos x captions, without masked captions
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][], boolean[][])}, or if a
   *     normalisation does not fit the similarities
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
