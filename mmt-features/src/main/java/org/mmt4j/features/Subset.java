package org.mmt4j.features;

import java.util.List;

/**
 * The subsets of a published data set, as the reference defines them. Here t is the number of test
 * videos, and the training list is shuffled. A split with lists of its own for the subsets ({@link
 * SplitLists.Fixed}, {@link SplitLists.Official}) uses them instead.
 */
public enum Subset {
  /** The complete training list, which the published models are trained on. */
  TRAINVAL,
  /** The training list without its first t videos. */
  TRAIN,
  /** The first t videos of the training list, for the choice of hyper-parameters. */
  VAL,
  /** The first t videos of {@link #TRAIN}, to measure the fit to the training data. */
  TRN,
  /** The test list in the order of its file. */
  TEST;

  /**
   * Returns the ids of this subset.
   *
   * @param shuffled the training list, shuffled
   * @param test the test list
   */
  List<String> of(List<String> shuffled, List<String> test) {
    int validation = Math.min(test.size(), shuffled.size());
    List<String> train = shuffled.subList(validation, shuffled.size());
    return switch (this) {
      case TRAINVAL -> shuffled;
      case TRAIN -> train;
      case VAL -> shuffled.subList(0, validation);
      case TRN -> train.subList(0, Math.min(test.size(), train.size()));
      case TEST -> test;
    };
  }
}
