package org.mmt4j.features;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.io.StoredArray;

/**
 * Converts an array (n, dimension), or (dimension) for a single feature, to features. The expert is
 * missing if the array is empty or its first value is NaN, as in {@link Hdf5Features}.
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
    if (array.length() == 0 || Double.isNaN(array.at(0))) {
      return Optional.empty();
    }
    long[] shape = array.shape();
    if (shape.length < 1 || shape.length > 2) {
      throw new FeatureFileException(
          file,
          what + ": found shape " + Arrays.toString(shape) + ", expected shape (n, dimension)");
    }
    return Optional.of((int) shape[shape.length - 1]);
  }

  /** Returns features with the times that the timing of the expert defines. */
  static Optional<ExpertFeatures> of(Path file, Expert expert, StoredArray array)
      throws FeatureFileException {
    return of(file, expert, array, Optional.empty());
  }

  /**
   * Returns features with the given times, or with those of the timing of the expert.
   *
   * @param times second of each feature, if the file has times and the timing of the expert uses
   *     them
   */
  static Optional<ExpertFeatures> of(
      Path file, Expert expert, StoredArray array, Optional<double[]> times)
      throws FeatureFileException {
    Optional<Integer> dimension = dimension(file, expert.name(), array);
    if (dimension.isEmpty()) {
      return Optional.empty();
    }
    if (dimension.get() != expert.dimension()) {
      throw new FeatureFileException(
          file,
          expert.name()
              + ": found dimension "
              + dimension.get()
              + ", expected "
              + expert.dimension());
    }
    float[][] rows = toRows(array.toFloats(), expert.dimension());
    try {
      double[] seconds =
          times.orElseGet(() -> FeatureTimes.of(expert.timing(), rows.length, Optional.empty()));
      return Optional.of(ExpertFeatures.of(rows, seconds));
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, expert.name() + ": " + e.getMessage(), e);
    }
  }

  /** Reshapes (n * dimension) to (n, dimension). */
  private static float[][] toRows(float[] flat, int dimension) {
    float[][] rows = new float[flat.length / dimension][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(flat, row * dimension, (row + 1) * dimension);
    }
    return rows;
  }
}
