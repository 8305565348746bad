package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.io.StoredArray;

/**
 * Reads the published layout of features. Each video has one HDF5 file with these data sets in its
 * root group, or in groups {@code features}, {@code features_t}, {@code raw_captions} and {@code
 * raw_captions_t} instead of the prefixes:
 *
 * <ul>
 *   <li>{@code features.EXPERT} (n, dimension): floating-point numbers, integers or booleans;
 *       contiguous or in chunks (deflate, shuffle, lzf, fletcher32, scale-offset). {@link
 *       ArrayFeatures} states the shapes;
 *   <li>{@code features_t.EXPERT} (n, 2) or (n), optional: start and end of each feature in
 *       seconds, used as the {@link org.mmt4j.data.Timing} of the expert says. {@link FeatureTimes}
 *       states what happens to times that cannot be used;
 *   <li>{@code raw_captions.N} (words): UTF-8 strings of fixed or variable length; a single string
 *       is split into words;
 *   <li>{@code raw_captions_t.N} (words, 2), optional: start and end of each word in seconds,
 *       truncated to the number of words.
 * </ul>
 *
 * <p>If no name has one of these prefixes, each data set of numbers is an expert.
 *
 * <p>Values that were never written are the fill value. An expert is missing if {@code
 * features.EXPERT} does not exist, is empty, or has only rows of NaN. NaN or infinity anywhere else
 * is an error.
 *
 * <p>These are rejected:
 *
 * <ul>
 *   <li>data sets that together exceed 256 MiB after decompression, or an eighth of the heap if
 *       that is less;
 *   <li>structure that exceeds a quarter of this limit, contains itself or contradicts the file;
 *   <li>other filters;
 *   <li>links to other files.
 * </ul>
 */
public final class Hdf5Features {

  private static final String FEATURES = "features";
  private static final String TIMES = "features_t";
  private static final String CAPTIONS = "raw_captions";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

  private Hdf5Features() {}

  /** Reads an open file. */
  private interface Reading<T> {
    T from(Hdf5Contents contents) throws FeatureFileException;
  }

  private static <T> T read(Path file, Reading<T> reading) throws FeatureFileException {
    try (Hdf5Contents contents = Hdf5Contents.open(file)) {
      return reading.from(contents);
    }
  }

  /**
   * Returns the features and captions of one video.
   *
   * @param file the HDF5 file
   * @param id id of the video
   * @param experts experts to read; other experts in the file are ignored
   * @throws FeatureFileException if the file is missing or damaged, if the dimension of features
   *     differs from that of the expert, if a value is NaN or infinite, or if a caption is not a
   *     list of words
   */
  public static StoredVideo read(Path file, String id, List<Expert> experts)
      throws FeatureFileException {
    return read(
        file, contents -> new StoredVideo(features(contents, id, experts), captions(contents)));
  }

  /** Returns the features of one video, as {@link #read}; does not read captions. */
  static VideoFeatures features(Path file, String id, List<Expert> experts)
      throws FeatureFileException {
    return read(file, contents -> features(contents, id, experts));
  }

  /**
   * Returns the experts in a file that are not missing, with their dimensions.
   *
   * @throws FeatureFileException if the file is missing or damaged
   */
  public static SortedMap<String, Integer> dimensions(Path file) throws FeatureFileException {
    return read(
        file,
        contents -> {
          ImmutableSortedMap.Builder<String, Integer> dimensions =
              ImmutableSortedMap.naturalOrder();
          for (Map.Entry<String, String> expert : experts(contents).entrySet()) {
            StoredArray values = numbers(contents, expert.getValue());
            ArrayFeatures.dimension(file, expert.getValue(), values)
                .ifPresent(dimension -> dimensions.put(expert.getKey(), dimension));
          }
          return dimensions.buildOrThrow();
        });
  }

  /**
   * Returns what {@link #read} does about times that are not as expected, see {@link
   * FeatureSource#notes(String)}.
   *
   * @throws FeatureFileException if the file is missing or damaged
   */
  static ImmutableList<String> notes(Path file) throws FeatureFileException {
    return read(
        file,
        contents -> {
          ImmutableList.Builder<String> notes = ImmutableList.builder();
          for (Map.Entry<String, String> expert : experts(contents).entrySet()) {
            notes.addAll(notesOfExpert(contents, expert.getKey(), expert.getValue()));
          }
          for (Map.Entry<String, String> caption : captionPaths(contents).entrySet()) {
            noteOfCaption(contents, caption.getKey(), caption.getValue()).ifPresent(notes::add);
          }
          return notes.build();
        });
  }

  /** Returns empty if the caption cannot be read: {@link #read} throws if captions are used. */
  private static Optional<String> noteOfCaption(Hdf5Contents contents, String number, String path) {
    String times = timesOf(contents, CAPTIONS + "_t", number);
    try {
      long count = words(contents, path).size();
      long found = contents.numbers(times).map(Hdf5Features::rows).orElse(0L);
      return found > count
          ? Optional.of(
              times + ": found " + found + " times, of which the first " + count + " are read")
          : Optional.empty();
    } catch (FeatureFileException e) {
      return Optional.empty();
    }
  }

  private static List<String> notesOfExpert(Hdf5Contents contents, String expert, String path)
      throws FeatureFileException {
    int count = ArrayFeatures.count(contents.file(), path, numbers(contents, path));
    String name = timesOf(contents, TIMES, expert);
    Optional<StoredArray> times = contents.numbers(name);
    if (times.isEmpty() || times.get().length() == 0 || count == 0) {
      return ImmutableList.of();
    }
    Optional<double[]> means = FeatureTimes.means(times.get(), count);
    return means.isPresent()
        ? FeatureTimes.notes(name, count, means.get())
        : ImmutableList.of(
            name
                + ": found shape "
                + Arrays.toString(times.get().shape())
                + ", expected start and end of each feature; the features have no times");
  }

  private static VideoFeatures features(Hdf5Contents contents, String id, List<Expert> experts)
      throws FeatureFileException {
    Map<String, String> paths = experts(contents);
    Map<String, ExpertFeatures> features = new HashMap<>();
    for (Expert expert : experts) {
      String path = paths.get(expert.name());
      if (path != null) {
        StoredArray values = numbers(contents, path);
        Optional<double[]> times = times(contents, expert, path, values);
        ArrayFeatures.of(contents.file(), path, expert, values, times)
            .ifPresent(found -> features.put(expert.name(), found));
      }
    }
    return VideoFeatures.of(id, features);
  }

  private static Optional<double[]> times(
      Hdf5Contents contents, Expert expert, String path, StoredArray values)
      throws FeatureFileException {
    if (!FeatureTimes.readsStored(expert.timing())) {
      return Optional.empty();
    }
    int count = ArrayFeatures.count(contents.file(), path, values);
    return contents
        .numbers(timesOf(contents, TIMES, expert.name()))
        .map(stored -> FeatureTimes.means(stored, count).orElse(new double[0]));
  }

  private static StoredArray numbers(Hdf5Contents contents, String path)
      throws FeatureFileException {
    return contents
        .numbers(path)
        .orElseThrow(() -> new FeatureFileException(contents.file(), path + ": found no data set"));
  }

  /** Returns the paths of the features by the name of the expert. */
  private static SortedMap<String, String> experts(Hdf5Contents contents)
      throws FeatureFileException {
    return isPublishedLayout(contents) ? paths(contents, FEATURES) : arrays(contents);
  }

  /** Returns whether the file has the names of the layout of one file per video. */
  static boolean isPublishedLayout(Hdf5Contents contents) throws FeatureFileException {
    return contents.names().isEmpty()
        || contents.isGroup(FEATURES)
        || contents.names().stream()
            .anyMatch(name -> name.startsWith(FEATURES + ".") || name.startsWith(CAPTIONS));
  }

  private static SortedMap<String, String> arrays(Hdf5Contents contents)
      throws FeatureFileException {
    SortedMap<String, String> arrays = new TreeMap<>();
    for (String name : contents.names()) {
      if (contents.isArray(name)) {
        arrays.put(name, name);
      }
    }
    return arrays;
  }

  /** Returns the paths KIND.NAME and KIND/NAME by NAME. */
  private static SortedMap<String, String> paths(Hdf5Contents contents, String kind)
      throws FeatureFileException {
    SortedMap<String, String> paths = new TreeMap<>();
    if (contents.names().contains(kind)) {
      contents.names(kind).forEach(name -> paths.put(name, kind + "/" + name));
    }
    for (String name : contents.names()) {
      if (name.startsWith(kind + ".")) {
        paths.put(name.substring(kind.length() + 1), name);
      }
    }
    return paths;
  }

  private static String timesOf(Hdf5Contents contents, String kind, String name) {
    return contents.names().contains(kind) ? kind + "/" + name : kind + "." + name;
  }

  private static SortedMap<String, String> captionPaths(Hdf5Contents contents)
      throws FeatureFileException {
    return Maps.filterKeys(paths(contents, CAPTIONS), NUMBER.asMatchPredicate()::test);
  }

  private static ImmutableSortedMap<Integer, Caption> captions(Hdf5Contents contents)
      throws FeatureFileException {
    ImmutableSortedMap.Builder<Integer, Caption> captions = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, String> caption : captionPaths(contents).entrySet()) {
      captions.put(
          Integer.parseInt(caption.getKey()),
          caption(
              contents, caption.getValue(), timesOf(contents, CAPTIONS + "_t", caption.getKey())));
    }
    return captions.buildOrThrow();
  }

  private static ImmutableList<String> words(Hdf5Contents contents, String path)
      throws FeatureFileException {
    return contents.words(path).map(Hdf5Words::list).orElse(ImmutableList.of());
  }

  private static Caption caption(Hdf5Contents contents, String path, String timesPath)
      throws FeatureFileException {
    ImmutableList<String> words = words(contents, path);
    Optional<StoredArray> times = contents.numbers(timesPath);
    if (times.isEmpty()) {
      return new Caption(words, Optional.empty());
    }
    long[] shape = times.get().shape();
    int columns = shape.length == 2 ? (int) shape[1] : 0;
    if (rows(times.get()) < words.size() || (columns < 2 && !words.isEmpty())) {
      throw new FeatureFileException(
          contents.file(),
          timesPath
              + ": found shape "
              + Arrays.toString(shape)
              + ", expected start and end of at least "
              + words.size()
              + " words");
    }
    double[] starts = new double[words.size()];
    double[] ends = new double[words.size()];
    for (int i = 0; i < words.size(); i++) {
      starts[i] = times.get().at(i * columns);
      ends[i] = times.get().at(i * columns + 1);
    }
    return new Caption(words, Optional.of(WordTimes.of(starts, ends)));
  }

  private static long rows(StoredArray array) {
    return array.length() == 0 || array.shape().length == 0 ? 0 : array.shape()[0];
  }
}
