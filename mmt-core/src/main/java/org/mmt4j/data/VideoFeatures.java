package org.mmt4j.data;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all experts saw, heard and read in one video. An expert that is absent is missing: it saw
 * nothing, and its aggregate starts from the zero vector.
 *
 * @param id name of the video, not blank
 * @param experts features by the expert's name; may be empty only for a video that is all missing
 */
public record VideoFeatures(String id, ImmutableSortedMap<String, ExpertFeatures> experts) {

  public VideoFeatures {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id of a video: found a blank one, expected a name");
    }
  }

  /** Features by the expert's name. */
  public static VideoFeatures of(String id, Map<String, ExpertFeatures> experts) {
    return new VideoFeatures(id, ImmutableSortedMap.copyOf(experts));
  }

  /** The features of one expert, or empty where it is missing. */
  public Optional<ExpertFeatures> expert(String name) {
    return Optional.ofNullable(experts.get(name));
  }
}
