package org.mmt4j.features;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The times at which the words of a caption are spoken, in seconds since the start of the video.
 *
 * @param starts second at which each word begins
 * @param ends second at which each word ends
 */
public record WordTimes(ImmutableDoubleArray starts, ImmutableDoubleArray ends) {

  public WordTimes {
    if (starts.length() != ends.length()) {
      throw new IllegalArgumentException(
          "ends of words: found "
              + ends.length()
              + ", expected one for each of the "
              + starts.length()
              + " starts");
    }
  }

  /** Returns the number of words. */
  public int count() {
    return starts.length();
  }
}
