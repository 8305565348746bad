package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmt4j.io.PickleFile;
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

  /**
   * Reads the lists.
   *
   * @throws FeatureFileException if a list is missing or invalid, or a video is in two training
   *     lists
   */
  static VideoLists read(Path folder, SplitLists lists) throws FeatureFileException {
    Map<String, String> paths = new HashMap<>();
    if (lists instanceof SplitLists.Fixed fixed) {
      ImmutableList<String> train = list(folder, fixed.train(), paths);
      return new VideoLists(
          ImmutableMap.of(
              Subset.TRAINVAL, train,
              Subset.TRAIN, train,
              Subset.TRN, list(folder, fixed.trn(), paths),
              Subset.VAL, list(folder, fixed.val(), paths),
              Subset.TEST, list(folder, fixed.test(), paths)),
          ImmutableMap.copyOf(paths),
          ImmutableMap.of(),
          ImmutableSet.of());
    }
    SplitLists.Shuffled shuffled = (SplitLists.Shuffled) lists;
    return new VideoLists(
        ImmutableMap.of(
            Subset.TRAINVAL, concatenate(folder, shuffled.train(), paths),
            Subset.TEST, list(folder, shuffled.test(), paths)),
        ImmutableMap.copyOf(paths),
        shuffled.onlyCaptions().isEmpty()
            ? ImmutableMap.of()
            : captionNumbers(folder.resolve(shuffled.onlyCaptions().get())),
        ImmutableSet.copyOf(shuffled.excluded()));
  }

  /**
   * Returns the ids of a subset. Training lists that are split are shuffled by {@code
   * RandomState(crossSeed)}.
   */
  ImmutableList<String> ids(Subset subset, int crossSeed) {
    boolean split = !given.containsKey(Subset.TRAIN);
    return withoutExcluded(split ? subset.of(shuffled(crossSeed), of(Subset.TEST)) : of(subset));
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

  private List<String> shuffled(int seed) {
    ImmutableList<String> list = of(Subset.TRAINVAL);
    List<String> shuffled = new ArrayList<>(list.size());
    for (int position : new NumpyRandom(seed).permutation(list.size())) {
      shuffled.add(list.get(position));
    }
    return shuffled;
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

  private static ImmutableList<String> concatenate(
      Path folder, List<String> names, Map<String, String> paths) throws FeatureFileException {
    Set<String> ids = new LinkedHashSet<>();
    for (String name : names) {
      for (String id : list(folder, name, paths)) {
        if (!ids.add(id)) {
          throw new FeatureFileException(
              folder.resolve(name),
              "found " + id + ", which is also in an earlier list; expected unique ids");
        }
      }
    }
    return ImmutableList.copyOf(ids);
  }

  private static ImmutableMap<String, Integer> captionNumbers(Path file)
      throws FeatureFileException {
    if (!(pickled(file) instanceof Map<?, ?> dict)) {
      throw new FeatureFileException(
          file, "expected a dict of video id to number of a caption, found a different object");
    }
    ImmutableMap.Builder<String, Integer> numbers = ImmutableMap.builder();
    for (Map.Entry<?, ?> entry : dict.entrySet()) {
      if (!(entry.getKey() instanceof String id
          && entry.getValue() instanceof Long number
          && number >= 0
          && number <= Integer.MAX_VALUE)) {
        throw new FeatureFileException(
            file, "found " + entry + ", expected the id of a video and the number of a caption");
      }
      numbers.put(id, number.intValue());
    }
    return numbers.buildOrThrow();
  }

  private static Object pickled(Path file) throws FeatureFileException {
    return FileAccess.read(file, "a pickled dict", () -> PickleFile.read(file));
  }
}
