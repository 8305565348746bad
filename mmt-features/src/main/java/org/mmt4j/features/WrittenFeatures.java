package org.mmt4j.features;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mmt4j.data.ExpertFeatures;

/**
 * Features as arrays for writers.
 *
 * @param rows n feature vectors
 * @param times second of each feature
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WrittenFeatures(float[][] rows, double[] times) {

  static WrittenFeatures of(ExpertFeatures features) {
    IntStream rows = IntStream.range(0, features.count());
    return new WrittenFeatures(
        rows.mapToObj(features::feature).toArray(float[][]::new),
        IntStream.range(0, features.count()).mapToDouble(features::time).toArray());
  }

  /** Returns whether any feature has a known time. */
  boolean timed() {
    return Arrays.stream(times).anyMatch(time -> time != ExpertFeatures.UNKNOWN_TIME);
  }
}
