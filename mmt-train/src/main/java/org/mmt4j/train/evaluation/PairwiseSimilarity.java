package org.mmt4j.train.evaluation;

/** The similarity of any caption with any video, looked up or computed when asked for. */
@FunctionalInterface
public interface PairwiseSimilarity {

  /**
   * The similarity of a caption and a video; always the same for the same pair. Called by several
   * threads.
   */
  double at(int caption, int video);
}
