package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * A published way to cut a data set into videos to train on and videos to test on: the lists of
 * ids, one a line, that say so.
 *
 * @param name as users type it
 * @param folder of the data set in the published layout, below {@code data}
 * @param trainLists names of the lists to train on, read one after the other
 * @param testList name of the list to test on
 */
public record PublishedCut(
    String name, String folder, ImmutableList<String> trainLists, String testList) {

  /** MSR-VTT 1k-B, the cut of Miech et al. */
  public static final PublishedCut MSRVTT_MIECH =
      new PublishedCut(
          "miech", "MSRVTT", ImmutableList.of("train_list_miech.txt"), "test_list_miech.txt");

  private static final ImmutableList<PublishedCut> ALL = ImmutableList.of(MSRVTT_MIECH);

  /**
   * The cut of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static PublishedCut named(String name) {
    return ALL.stream()
        .filter(cut -> cut.name.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "cut: found \""
                        + name
                        + "\", expected one of "
                        + ALL.stream().map(PublishedCut::name).toList()));
  }
}
