package org.mmt4j.features;

import com.google.common.collect.ImmutableSortedMap;
import java.util.SortedMap;
import org.mmt4j.data.VideoFeatures;

/**
 * The stored features and captions of one video. Immutable.
 *
 * @param features features of the requested experts that are not missing
 * @param captions captions by their number in the file, in ascending order; may be empty
 */
public record StoredVideo(VideoFeatures features, SortedMap<Integer, Caption> captions) {

  /** Copies the captions. */
  public StoredVideo {
    captions = ImmutableSortedMap.<Integer, Caption>copyOf(captions);
  }

  /** Returns a video whose captions have the numbers 0, 1, ... */
  public static StoredVideo of(VideoFeatures features, Caption... captions) {
    ImmutableSortedMap.Builder<Integer, Caption> numbered = ImmutableSortedMap.naturalOrder();
    for (int number = 0; number < captions.length; number++) {
      numbered.put(number, captions[number]);
    }
    return new StoredVideo(features, numbered.buildOrThrow());
  }
}
