package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/**
 * Reads the published layout of features. Each video has one HDF5 file with these data sets in its
 * root group:
 *
 * <ul>
 *   <li>{@code features.EXPERT} (n, dimension): float16, float32 or float64 in either byte order,
 *       contiguous or in chunks (deflate, shuffle, lzf);
 *   <li>{@code features_t.EXPERT} (n, 2), optional: start and end of each feature in seconds, used
 *       as the {@link org.mmt4j.data.Timing} of the expert says, truncated to n;
 *   <li>{@code raw_captions.N} (words): UTF-8 strings of fixed or variable length;
 *   <li>{@code raw_captions_t.N} (words, 2), optional: start and end of each word in seconds,
 *       truncated to the number of words.
 * </ul>
 *
 * <p>An expert is missing if {@code features.EXPERT} does not exist, is empty, or its first value
 * is NaN. NaN or infinity anywhere else is an error. Stored times that are out of order are an
 * error too; the reference accepts them.
 *
 * <p>A file is read completely and closed before its content is parsed. These are rejected:
 *
 * <ul>
 *   <li>a file of more than 256 MiB, or an eighth of the heap if that is less;
 *   <li>data sets that together exceed this limit after decompression;
 *   <li>structure that exceeds a quarter of this limit, contains itself or contradicts the file;
 *   <li>resizable data sets in HDF5's latest file version ({@code libver="latest"});
 *   <li>filters that are not listed above;
 *   <li>links.
 * </ul>
 */
public final class Hdf5Features {

  private static final String FEATURES = "features.";
  private static final Pattern CAPTION = Pattern.compile("raw_captions\\.(0|[1-9]\\d{0,8})");

  private Hdf5Features() {}

  /**
   * Returns the features and captions of one video.
   *
   * @param file the HDF5 file
   * @param id id of the video
   * @param experts experts to read; other experts in the file are ignored
   * @throws FeatureFileException if the file is missing or damaged, if the dimension of features
   *     differs from that of the expert, if a value is NaN or infinite, or if times are too few,
   *     negative or out of order
   */
  public static StoredVideo read(Path file, String id, List<Expert> experts)
      throws FeatureFileException {
    Hdf5Contents contents = Hdf5Contents.read(file);
    Map<String, ExpertFeatures> features = new HashMap<>();
    for (Expert expert : experts) {
      Optional<Hdf5Matrix> values = present(contents, expert.name());
      if (values.isPresent()) {
        features.put(expert.name(), expertFeatures(contents, expert, values.get()));
      }
    }
    return new StoredVideo(VideoFeatures.of(id, features), captions(contents));
  }

  /**
   * Returns the experts in a file that are not missing, with their dimensions.
   *
   * @throws FeatureFileException if the file is missing or damaged
   */
  public static SortedMap<String, Integer> dimensions(Path file) throws FeatureFileException {
    Hdf5Contents contents = Hdf5Contents.read(file);
    ImmutableSortedMap.Builder<String, Integer> dimensions = ImmutableSortedMap.naturalOrder();
    for (String name : contents.names()) {
      if (name.startsWith(FEATURES)) {
        String expert = name.substring(FEATURES.length());
        Optional<Hdf5Matrix> values = present(contents, expert);
        values.ifPresent(matrix -> dimensions.put(expert, matrix.columns()));
      }
    }
    return dimensions.buildOrThrow();
  }

  /**
   * Returns the times that {@link #read} truncates, because there are more times than features or
   * words.
   *
   * @return a sentence for each list of times that is truncated, without the name of the file
   * @throws FeatureFileException if the file is missing or damaged
   */
  static ImmutableList<String> truncatedTimes(Path file) throws FeatureFileException {
    Hdf5Contents contents = Hdf5Contents.read(file);
    ImmutableList.Builder<String> truncated = ImmutableList.builder();
    for (String name : contents.names()) {
      if (name.startsWith(FEATURES)) {
        String times = "features_t." + name.substring(FEATURES.length());
        int count = contents.matrix(name).map(Hdf5Matrix::rows).orElse(0);
        truncatedTimes(contents, times, count).ifPresent(truncated::add);
      } else if (CAPTION.matcher(name).matches()) {
        String times = name.replace("raw_captions.", "raw_captions_t.");
        int count = contents.words(name).map(words -> words.list().size()).orElse(0);
        truncatedTimes(contents, times, count).ifPresent(truncated::add);
      }
    }
    return truncated.build();
  }

  private static Optional<String> truncatedTimes(Hdf5Contents contents, String times, int count)
      throws FeatureFileException {
    int found = contents.matrix(times).map(Hdf5Matrix::rows).orElse(0);
    return found > count
        ? Optional.of(
            times + ": found " + found + " times, of which the first " + count + " are read")
        : Optional.empty();
  }

  private static Optional<Hdf5Matrix> present(Hdf5Contents contents, String expert)
      throws FeatureFileException {
    return contents
        .matrix(FEATURES + expert)
        .filter(values -> values.rows() > 0 && !Double.isNaN(values.at(0, 0)));
  }

  private static ExpertFeatures expertFeatures(
      Hdf5Contents contents, Expert expert, Hdf5Matrix values) throws FeatureFileException {
    String name = FEATURES + expert.name();
    if (values.columns() != expert.dimension()) {
      throw new FeatureFileException(
          contents.file(),
          name + ": found dimension " + values.columns() + ", expected " + expert.dimension());
    }
    double[] times = times(contents, expert, values.rows());
    try {
      return ExpertFeatures.of(values.toFloats(), times);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(contents.file(), name + ": " + e.getMessage(), e);
    }
  }

  private static double[] times(Hdf5Contents contents, Expert expert, int count)
      throws FeatureFileException {
    String name = "features_t." + expert.name();
    Optional<Hdf5Matrix> stored =
        FeatureTimes.readsStored(expert.timing()) ? contents.matrix(name) : Optional.empty();
    try {
      return FeatureTimes.of(expert.timing(), count, stored);
    } catch (Hdf5FormatException e) {
      throw new FeatureFileException(contents.file(), name + ": " + e.getMessage(), e);
    }
  }

  private static ImmutableSortedMap<Integer, Caption> captions(Hdf5Contents contents)
      throws FeatureFileException {
    ImmutableSortedMap.Builder<Integer, Caption> captions = ImmutableSortedMap.naturalOrder();
    for (String name : contents.names()) {
      Matcher matcher = CAPTION.matcher(name);
      if (matcher.matches()) {
        int number = Integer.parseInt(matcher.group(1));
        captions.put(number, caption(contents, number));
      }
    }
    return captions.buildOrThrow();
  }

  private static Caption caption(Hdf5Contents contents, int number) throws FeatureFileException {
    ImmutableList<String> words =
        contents.words("raw_captions." + number).map(Hdf5Words::list).orElse(ImmutableList.of());
    String name = "raw_captions_t." + number;
    Optional<Hdf5Matrix> times = contents.matrix(name);
    if (times.isEmpty()) {
      return new Caption(words, Optional.empty());
    }
    if (times.get().rows() < words.size() || (times.get().columns() < 2 && !words.isEmpty())) {
      throw new FeatureFileException(
          contents.file(),
          name
              + ": found "
              + times.get().rows()
              + " times in "
              + times.get().columns()
              + " columns, expected start and end of at least "
              + words.size());
    }
    double[] starts = new double[words.size()];
    double[] ends = new double[words.size()];
    for (int i = 0; i < words.size(); i++) {
      starts[i] = times.get().at(i, 0);
      ends[i] = times.get().at(i, 1);
    }
    return new Caption(words, Optional.of(WordTimes.of(starts, ends)));
  }
}
