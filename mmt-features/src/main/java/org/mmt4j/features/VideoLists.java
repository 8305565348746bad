package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmt4j.io.PickleFile;
import org.mmt4j.random.NumpyRandom;

/**
 * The ids in the {@link SplitLists} of a cut.
 *
 * @param given by subset; where only {@link Subset#TRAINVAL} and {@link Subset#TEST} are given, the
 *     others are cut from them
 * @param onlyCaptions by video, the number of the one caption that counts
 * @param leftOut ids that are taken out of all subsets after these are cut
 */
record VideoLists(
    ImmutableMap<Subset, ImmutableList<String>> given,
    ImmutableMap<String, Integer> onlyCaptions,
    ImmutableSet<String> leftOut) {

  /**
   * @throws FeatureFileException if a list is absent or is not one, or a video is in two lists to
   *     train on
   */
  static VideoLists read(Path folder, SplitLists lists) throws FeatureFileException {
    if (lists instanceof SplitLists.Fixed fixed) {
      ImmutableList<String> train = VideoList.read(folder.resolve(fixed.train()));
      return new VideoLists(
          ImmutableMap.of(
              Subset.TRAINVAL, train,
              Subset.TRAIN, train,
              Subset.TRN, VideoList.read(folder.resolve(fixed.trn())),
              Subset.VAL, VideoList.read(folder.resolve(fixed.val())),
              Subset.TEST, VideoList.read(folder.resolve(fixed.test()))),
          ImmutableMap.of(),
          ImmutableSet.of());
    }
    SplitLists.Shuffled shuffled = (SplitLists.Shuffled) lists;
    return new VideoLists(
        ImmutableMap.of(
            Subset.TRAINVAL, joined(folder, shuffled.train()),
            Subset.TEST, VideoList.read(folder.resolve(shuffled.test()))),
        shuffled.onlyCaptions().isEmpty()
            ? ImmutableMap.of()
            : captionNumbers(folder.resolve(shuffled.onlyCaptions().get())),
        shuffled.leftOut());
  }

  /** The ids of a subset; lists that are cut are shuffled by {@code RandomState(crossSeed)}. */
  ImmutableList<String> ids(Subset subset, int crossSeed) {
    boolean cut = !given.containsKey(Subset.TRAIN);
    return left(cut ? subset.of(shuffled(crossSeed), of(Subset.TEST)) : of(subset));
  }

  /** All ids, each once. */
  ImmutableList<String> all() {
    Set<String> all = new LinkedHashSet<>();
    given.values().forEach(all::addAll);
    return left(all);
  }

  /** The same lists without some ids, which are taken out of all subsets after these are cut. */
  VideoLists without(Set<String> ids) {
    return new VideoLists(
        given, onlyCaptions, ImmutableSet.<String>builder().addAll(leftOut).addAll(ids).build());
  }

  private List<String> shuffled(int seed) {
    ImmutableList<String> list = of(Subset.TRAINVAL);
    List<String> shuffled = new ArrayList<>(list.size());
    for (int position : new NumpyRandom(seed).permutation(list.size())) {
      shuffled.add(list.get(position));
    }
    return shuffled;
  }

  private ImmutableList<String> left(Collection<String> ids) {
    return ids.stream()
        .filter(id -> !leftOut.contains(id))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> of(Subset subset) {
    return given.getOrDefault(subset, ImmutableList.of());
  }

  private static ImmutableList<String> joined(Path folder, List<String> names)
      throws FeatureFileException {
    Set<String> ids = new LinkedHashSet<>();
    for (String name : names) {
      Path list = folder.resolve(name);
      for (String id : VideoList.read(list)) {
        if (!ids.add(id)) {
          throw new FeatureFileException(list, "found " + id + ", which an earlier list has");
        }
      }
    }
    return ImmutableList.copyOf(ids);
  }

  private static ImmutableMap<String, Integer> captionNumbers(Path file)
      throws FeatureFileException {
    if (!(pickled(file) instanceof Map<?, ?> dict)) {
      throw new FeatureFileException(file, "found no dict, expected one of video to caption");
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
    try {
      return PickleFile.read(file);
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
