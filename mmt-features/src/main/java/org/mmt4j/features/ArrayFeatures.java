package org.mmt4j.features;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.io.StoredArray;

/**
 * Converts an array (n, dimension), or (dimension) for a single feature, to features. Axes of
 * length 1 of an array with more axes are dropped. A row whose values are all NaN is no feature.
 * The expert is missing if there is no feature.
 */
final class ArrayFeatures {

  private ArrayFeatures() {}

  /**
   * Returns the dimension, or empty if the expert is missing.
   *
   * @param what name of the array in messages
   */
  static Optional<Integer> dimension(Path file, String what, StoredArray array)
      throws FeatureFileException {
    if (array.length() == 0) {
      return Optional.empty();
    }
    int dimension = (int) shape(file, what, array)[1];
    return rows(array, dimension).findAny().isPresent() ? Optional.of(dimension) : Optional.empty();
  }

  /**
   * Returns features with the given times, or with those of the timing of the expert.
   *
   * @param what name of the array in messages
   * @param stored stored times in seconds, see {@link FeatureTimes}; they are used if the timing of
   *     the expert {@linkplain FeatureTimes#readsStored uses} them
   */
  static Optional<ExpertFeatures> of(
      Path file, String what, Expert expert, StoredArray array, Optional<double[]> stored)
      throws FeatureFileException {
    Optional<Integer> dimension = dimension(file, what, array);
    if (dimension.isEmpty()) {
      return Optional.empty();
    }
    if (dimension.get() != expert.dimension()) {
      throw new FeatureFileException(
          file, what + ": found dimension " + dimension.get() + ", expected " + expert.dimension());
    }
    int count = array.length() / dimension.get();
    double[] times =
        FeatureTimes.of(
            expert.timing(),
            count,
            stored.filter(ignored -> FeatureTimes.readsStored(expert.timing())));
    int[] kept = rows(array, dimension.get()).toArray();
    int[] rows = ordered(kept, times);
    float[] flat = array.toFloats();
    float[][] values = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      values[i] =
          Arrays.copyOfRange(flat, rows[i] * dimension.get(), (rows[i] + 1) * dimension.get());
    }
    try {
      return Optional.of(
          ExpertFeatures.of(values, Arrays.stream(rows).mapToDouble(row -> times[row]).toArray()));
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, what + ": " + e.getMessage(), e);
    }
  }

  /** Returns the number of rows of an array, including rows of NaN; 0 if the expert is missing. */
  static int count(Path file, String what, StoredArray array) throws FeatureFileException {
    return dimension(file, what, array).isEmpty() ? 0 : (int) shape(file, what, array)[0];
  }

  /** Returns (n, dimension). */
  private static long[] shape(Path file, String what, StoredArray array)
      throws FeatureFileException {
    long[] found = array.shape();
    long[] shape = found.length > 2 ? array.withoutSingleAxes().shape() : found;
    if (found.length > 2 && shape.length == 0) {
      return new long[] {1, 1};
    }
    return switch (shape.length) {
      case 1 -> new long[] {1, shape[0]};
      case 2 -> shape;
      default ->
          throw new FeatureFileException(
              file,
              what
                  + ": found shape "
                  + Arrays.toString(found)
                  + ", expected shape (n, dimension), or (dimension) for one feature"
                  + (shape.length > 2
                      ? "; average the values over the other axes, such as crops, before saving"
                      : ""));
    };
  }

  /** Returns the rows that have a value. */
  private static IntStream rows(StoredArray array, int dimension) {
    return IntStream.range(0, array.length() / dimension)
        .filter(row -> !isNan(array, row * dimension, dimension));
  }

  private static boolean isNan(StoredArray array, int from, int length) {
    return IntStream.range(from, from + length).allMatch(i -> Double.isNaN(array.at(i)));
  }

  private static int[] ordered(int[] kept, double[] times) {
    double[] timesOfKept = Arrays.stream(kept).mapToDouble(row -> times[row]).toArray();
    return Arrays.stream(FeatureTimes.order(timesOfKept)).map(i -> kept[i]).toArray();
  }
}
