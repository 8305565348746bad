package org.mmt4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VideoFeaturesTest {

  private static final ExpertFeatures FEATURES = ExpertFeatures.untimed(new float[][] {{1}});

  @Test
  void expertsAreInAlphabeticalOrder() {
    TreeMap<String, ExpertFeatures> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(Map.of("a", FEATURES, "c", FEATURES, "b", FEATURES));
    VideoFeatures video = new VideoFeatures("v", reversed);
    assertEquals(List.of("a", "b", "c"), List.copyOf(video.experts().keySet()));
    assertEquals(video, VideoFeatures.of("v", reversed));
  }

  @Test
  void copiesTheMap() {
    Map<String, ExpertFeatures> experts = new HashMap<>(Map.of("a", FEATURES));
    VideoFeatures of = VideoFeatures.of("v", experts);
    TreeMap<String, ExpertFeatures> sorted = new TreeMap<>(experts);
    VideoFeatures constructed = new VideoFeatures("v", sorted);
    experts.clear();
    sorted.clear();
    assertEquals(Optional.of(FEATURES), of.expert("a"));
    assertEquals(Optional.of(FEATURES), constructed.expert("a"));
    assertThrows(UnsupportedOperationException.class, () -> of.experts().clear());
  }

  @Test
  void expertWithoutFeaturesIsMissing() {
    assertEquals(Optional.empty(), VideoFeatures.of("v", Map.of("a", FEATURES)).expert("b"));
  }

  @Test
  void rejectsEmptyId() {
    assertEquals(
        "id of a video: found an empty one, expected a name",
        assertThrows(IllegalArgumentException.class, () -> VideoFeatures.of("", Map.of()))
            .getMessage());
  }
}
