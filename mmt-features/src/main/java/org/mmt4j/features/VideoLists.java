package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmt4j.io.NumpyPickle;
import org.mmt4j.io.NumpyValue;
import org.mmt4j.random.NumpyRandom;

/**
 * The ids in the {@link SplitLists} of a split.
 *
 * @param given ids by subset; if only {@link Subset#TRAINVAL} and {@link Subset#TEST} are given,
 *     the other subsets are split from them
 * @param paths paths as written in the lists, for ids that are written as paths
 * @param onlyCaptions by video, the number of the only caption that is used
 * @param excluded ids that are removed from all subsets after the split
 */
record VideoLists(
    ImmutableMap<Subset, ImmutableList<String>> given,
    ImmutableMap<String, String> paths,
    ImmutableMap<String, Integer> onlyCaptions,
    ImmutableSet<String> excluded) {

  private static final String CAPTION_NUMBERS =
      "a pickled dict from the ids of the test videos to the numbers of their captions, from 0; it"
          + " belongs to the lists of the split: copy it beside them";

  /** Numbers up to this one are exact in float32. */
  private static final int MAX_CAPTION_NUMBER = 1 << 24;

  /**
   * Reads the lists.
   *
   * @throws FeatureFileException if a list is missing or invalid, or a video is in two training
   *     lists
   */
  static VideoLists read(Path folder, SplitLists lists) throws FeatureFileException {
    Map<String, String> paths = new HashMap<>();
    ImmutableMap<Subset, ImmutableList<String>> given =
        lists instanceof SplitLists.Fixed fixed
            ? fixed(folder, fixed, paths)
            : lists instanceof SplitLists.Official official
                ? official(folder, official, paths)
                : shuffled(folder, (SplitLists.Shuffled) lists, paths);
    if (!(lists instanceof SplitLists.Shuffled shuffled)) {
      return new VideoLists(
          given, ImmutableMap.copyOf(paths), ImmutableMap.of(), ImmutableSet.of());
    }
    return new VideoLists(
        given,
        ImmutableMap.copyOf(paths),
        shuffled.onlyCaptions().isEmpty()
            ? ImmutableMap.of()
            : captionNumbers(folder.resolve(shuffled.onlyCaptions().get())),
        ImmutableSet.copyOf(shuffled.excluded()));
  }

  private static ImmutableMap<Subset, ImmutableList<String>> fixed(
      Path folder, SplitLists.Fixed lists, Map<String, String> paths) throws FeatureFileException {
    ImmutableList<String> train = list(folder, lists.train(), paths);
    return ImmutableMap.of(
        Subset.TRAINVAL, train,
        Subset.TRAIN, train,
        Subset.TRN, list(folder, lists.trn(), paths),
        Subset.VAL, list(folder, lists.val(), paths),
        Subset.TEST, list(folder, lists.test(), paths));
  }

  private static ImmutableMap<Subset, ImmutableList<String>> official(
      Path folder, SplitLists.Official lists, Map<String, String> paths)
      throws FeatureFileException {
    ImmutableList<String> train = list(folder, lists.train(), paths);
    ImmutableList<String> trn = permuted(train, 0);
    return ImmutableMap.of(
        Subset.TRAINVAL, concatenate(folder, List.of(lists.train(), lists.val()), paths),
        Subset.TRAIN, train,
        Subset.TRN, trn.subList(0, Math.min(lists.trn(), trn.size())),
        Subset.VAL, list(folder, lists.val(), paths),
        Subset.TEST, list(folder, lists.test(), paths));
  }

  private static ImmutableMap<Subset, ImmutableList<String>> shuffled(
      Path folder, SplitLists.Shuffled lists, Map<String, String> paths)
      throws FeatureFileException {
    return ImmutableMap.of(
        Subset.TRAINVAL, concatenate(folder, lists.train(), paths),
        Subset.TEST, list(folder, lists.test(), paths));
  }

  /**
   * Returns the ids of a subset. Training lists that are split are shuffled by {@code
   * RandomState(crossSeed)}.
   */
  ImmutableList<String> ids(Subset subset, int crossSeed) {
    boolean split = !given.containsKey(Subset.TRAIN);
    return withoutExcluded(
        split ? subset.of(permuted(of(Subset.TRAINVAL), crossSeed), of(Subset.TEST)) : of(subset));
  }

  /** Returns all ids without duplicates. */
  ImmutableList<String> all() {
    Set<String> all = new LinkedHashSet<>();
    given.values().forEach(all::addAll);
    return withoutExcluded(all);
  }

  /**
   * Returns the same lists without some ids, which are removed from all subsets after the split.
   */
  VideoLists without(Set<String> ids) {
    return new VideoLists(
        given,
        paths,
        onlyCaptions,
        ImmutableSet.<String>builder().addAll(excluded).addAll(ids).build());
  }

  /** Shuffles as {@code RandomState(seed).shuffle} does. */
  private static ImmutableList<String> permuted(List<String> list, int seed) {
    ImmutableList.Builder<String> permuted = ImmutableList.builderWithExpectedSize(list.size());
    for (int position : new NumpyRandom(seed).permutation(list.size())) {
      permuted.add(list.get(position));
    }
    return permuted.build();
  }

  private ImmutableList<String> withoutExcluded(Collection<String> ids) {
    return ids.stream()
        .filter(id -> !excluded.contains(id))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> of(Subset subset) {
    return given.getOrDefault(subset, ImmutableList.of());
  }

  /** Returns the ids of a list, and adds its paths to those of earlier lists. */
  private static ImmutableList<String> list(Path folder, String name, Map<String, String> paths)
      throws FeatureFileException {
    Path file = folder.resolve(name);
    VideoList list = VideoList.read(file);
    for (Map.Entry<String, String> entry : list.paths().entrySet()) {
      String earlier = paths.put(entry.getKey(), entry.getValue());
      if (earlier != null && !earlier.equals(entry.getValue())) {
        throw new FeatureFileException(
            file,
            "found path " + entry.getValue() + ", expected " + earlier + " as in an earlier list");
      }
    }
    return list.ids();
  }

  /** Returns the ids of several lists, which have no id in common. */
  private static ImmutableList<String> concatenate(
      Path folder, List<String> names, Map<String, String> paths) throws FeatureFileException {
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    Set<String> earlier = new HashSet<>();
    for (String name : names) {
      ImmutableList<String> list = list(folder, name, paths);
      for (String id : list) {
        if (earlier.contains(id)) {
          throw new FeatureFileException(
              folder.resolve(name),
              "found " + id + ", which is also in an earlier list; expected unique ids");
        }
      }
      ids.addAll(list);
      earlier.addAll(list);
    }
    return ids.build();
  }

  /** Reads a dict of numbers: Python's or NumPy's integers, or arrays of one. */
  private static ImmutableMap<String, Integer> captionNumbers(Path file)
      throws FeatureFileException {
    Map<String, NumpyValue> dict =
        FileAccess.read(file, CAPTION_NUMBERS, () -> NumpyPickle.read(file));
    if (dict.isEmpty()) {
      throw new FeatureFileException(
          file, "found no numbers of captions, expected " + CAPTION_NUMBERS);
    }
    ImmutableMap.Builder<String, Integer> numbers = ImmutableMap.builder();
    for (Map.Entry<String, NumpyValue> entry : dict.entrySet()) {
      numbers.put(entry.getKey(), captionNumber(file, entry.getKey(), entry.getValue()));
    }
    return numbers.buildOrThrow();
  }

  private static int captionNumber(Path file, String id, NumpyValue value)
      throws FeatureFileException {
    if (value instanceof NumpyValue.Numbers numbers && numbers.array().length() == 1) {
      double number = numbers.array().at(0);
      if (number >= 0 && number <= MAX_CAPTION_NUMBER && number == Math.rint(number)) {
        return (int) number;
      }
    }
    throw new FeatureFileException(
        file,
        "found "
            + (value instanceof NumpyValue.Numbers numbers
                ? "the numbers " + Arrays.toString(numbers.array().toDoubles())
                : "another value")
            + " for "
            + id
            + ", expected the number of a caption, from 0 to "
            + MAX_CAPTION_NUMBER);
  }
}
