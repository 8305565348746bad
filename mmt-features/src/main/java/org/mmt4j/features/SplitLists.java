package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * The files that say which videos of a data set are in which {@link Subset}: lists of ids, one a
 * line, or in files named {@code .csv} the first of columns separated by tabs.
 */
public sealed interface SplitLists {

  /**
   * A list to train on, which a seed shuffles and from which the validation videos are taken, and a
   * list to test on.
   *
   * @param train names of the lists to train on, read one after the other
   * @param test name of the list to test on
   * @param onlyCaptions name of a pickled dict of video to the number of the one caption that
   *     counts; videos that it does not name keep all
   * @param excluded ids that are taken out of all subsets after these are split
   */
  record Shuffled(
      ImmutableList<String> train,
      String test,
      Optional<String> onlyCaptions,
      ImmutableSet<String> excluded)
      implements SplitLists {}

  /** A list for each subset, in the order of its file; a seed plays no part. */
  record Fixed(String train, String trn, String val, String test) implements SplitLists {}

  /** One list to train on, one to test on, all captions. */
  static SplitLists shuffled(String train, String test) {
    return new Shuffled(ImmutableList.of(train), test, Optional.empty(), ImmutableSet.of());
  }
}
