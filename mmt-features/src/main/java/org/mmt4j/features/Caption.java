package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Optional;

/**
 * A caption as stored with a video.
 *
 * @param words in order, as written
 * @param starts second at which each word begins to be spoken, one a word; empty where the file has
 *     no times
 */
public record Caption(ImmutableList<String> words, Optional<ImmutableDoubleArray> starts) {

  public Caption {
    if (starts.isPresent() && starts.get().length() != words.size()) {
      throw new IllegalArgumentException(
          "starts of words: found "
              + starts.get().length()
              + ", expected one for each of the "
              + words.size()
              + " words");
    }
  }

  /** A caption without times. */
  public static Caption of(String... words) {
    return new Caption(ImmutableList.copyOf(words), Optional.empty());
  }
}
