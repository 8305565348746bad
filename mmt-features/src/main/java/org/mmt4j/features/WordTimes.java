package org.mmt4j.features;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;

/**
 * The times at which the words of a caption are spoken, in seconds since the start of the video.
 * Immutable.
 *
 * @param starts second at which each word begins
 * @param ends second at which each word ends
 */
public record WordTimes(List<Double> starts, List<Double> ends) {

  /**
   * Copies the lists, to arrays of primitive values.
   *
   * @throws IllegalArgumentException if the lists have different lengths
   */
  public WordTimes {
    starts = ImmutableDoubleArray.copyOf(starts).asList();
    ends = ImmutableDoubleArray.copyOf(ends).asList();
    if (starts.size() != ends.size()) {
      throw new IllegalArgumentException(
          "ends of words: found "
              + ends.size()
              + ", expected one for each of the "
              + starts.size()
              + " starts");
    }
  }

  /**
   * Returns times, and copies the arrays.
   *
   * @throws IllegalArgumentException if the arrays have different lengths
   */
  public static WordTimes of(double[] starts, double[] ends) {
    return new WordTimes(Doubles.asList(starts), Doubles.asList(ends));
  }

  /** Returns the number of words. */
  public int count() {
    return starts.size();
  }
}
