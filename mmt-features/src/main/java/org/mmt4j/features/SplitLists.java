package org.mmt4j.features;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that list the videos of each {@link Subset}: one id per line, or, in {@code .csv}
 * files, the id in the first of the columns separated by tabs. A list may name a video several
 * times; each line counts.
 */
public sealed interface SplitLists {

  /**
   * A training list and a test list. The training list is shuffled with a seed, and the validation
   * videos are taken from it.
   *
   * @param train names of the training lists, which are concatenated
   * @param test name of the test list
   * @param onlyCaptions name of a pickled dict of video to the number of the only caption that is
   *     used; videos that are not in it keep all captions
   * @param excluded ids that are removed from all subsets after the split, each time that a list
   *     names them
   */
  record Shuffled(
      List<String> train, String test, Optional<String> onlyCaptions, Set<String> excluded)
      implements SplitLists {

    /** Copies the list and the set. */
    public Shuffled {
      train = List.copyOf(train);
      excluded = ImmutableSet.copyOf(excluded);
    }
  }

  /**
   * The lists of an official split, in the order of their files; a seed has no effect. {@link
   * Subset#TRAINVAL} is the training list and then the validation list.
   *
   * @param trn number of videos of {@link Subset#TRN}: the first ones of the training list,
   *     shuffled with seed 0
   */
  record Official(String train, String val, String test, int trn) implements SplitLists {}

  /** One list per subset, in the order of its file; a seed has no effect. */
  record Fixed(String train, String trn, String val, String test) implements SplitLists {}

  /** Returns one training list and one test list, with all captions. */
  static SplitLists shuffled(String train, String test) {
    return new Shuffled(List.of(train), test, Optional.empty(), Set.of());
  }
}
