package org.mmt4j.features;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mmt4j.data.ExpertFeatures;

/**
 * Features as writers write them.
 *
 * @param rows n vectors
 * @param times second of each
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record WrittenFeatures(float[][] rows, double[] times) {

  static WrittenFeatures of(ExpertFeatures features) {
    IntStream rows = IntStream.range(0, features.count());
    return new WrittenFeatures(
        rows.mapToObj(features::feature).toArray(float[][]::new),
        IntStream.range(0, features.count()).mapToDouble(features::time).toArray());
  }

  /** Whether there is a time to write. */
  boolean timed() {
    return Arrays.stream(times).anyMatch(time -> time != ExpertFeatures.UNKNOWN_TIME);
  }
}
