package org.mmt4j.data;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The features of all experts for one video. Immutable.
 *
 * <p>An expert that is not in the map is missing: it has no features of this video, and its
 * aggregate starts from the zero vector.
 *
 * @param id id of the video, not empty
 * @param experts features by the name of the expert, in alphabetical order; empty if all experts
 *     are missing
 */
public record VideoFeatures(String id, SortedMap<String, ExpertFeatures> experts) {

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if the id is empty
   */
  public VideoFeatures {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id of a video: found an empty one, expected a name");
    }
    experts = ImmutableSortedMap.<String, ExpertFeatures>copyOf(experts);
  }

  /**
   * Returns the features of a video, by the name of the expert.
   *
   * @throws IllegalArgumentException if the id is empty
   */
  public static VideoFeatures of(String id, Map<String, ExpertFeatures> experts) {
    return new VideoFeatures(id, ImmutableSortedMap.copyOf(experts));
  }

  /** Returns the features of an expert, or empty if the expert is missing. */
  public Optional<ExpertFeatures> expert(String name) {
    return Optional.ofNullable(experts.get(name));
  }
}
