package org.mmt4j.features;

import java.util.List;

/**
 * The subsets of a published data set, as the authors' code makes them. With t the number of test
 * videos and the training list shuffled, unless a split has a list for each subset ({@link
 * SplitLists.Fixed}):
 */
public enum Subset {
  /** The whole training list: what the published models are trained on. */
  TRAINVAL,
  /** The training list without its first t videos. */
  TRAIN,
  /** The first t videos of the training list, to choose hyper-parameters on. */
  VAL,
  /** The first t videos of {@link #TRAIN}, to watch the fit to the training data. */
  TRN,
  /** The test list in the order of its file. */
  TEST;

  /**
   * The ids of this subset.
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
