package org.mmt4j.train.evaluation;

/** Similarity of any caption with any video, looked up or computed on demand. */
@FunctionalInterface
public interface PairwiseSimilarity {

  /**
   * Returns the similarity of a caption and a video. The result for a pair must not change. Must be
   * thread-safe.
   */
  double at(int caption, int video);
}
