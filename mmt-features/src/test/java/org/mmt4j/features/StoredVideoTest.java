package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.VideoFeatures;

class StoredVideoTest {

  private static final VideoFeatures FEATURES = VideoFeatures.of("v", Map.of());

  @Test
  void numbersCaptionsFromZero() {
    Caption dog = Caption.of("dog");
    Caption cat = Caption.of("cat");
    TreeMap<Integer, Caption> captions = new TreeMap<>(Map.of(0, dog, 1, cat));
    StoredVideo video = new StoredVideo(FEATURES, captions);
    captions.clear();
    assertEquals(StoredVideo.of(FEATURES, dog, cat), video);
    assertThrows(UnsupportedOperationException.class, () -> video.captions().clear());
  }

  @Test
  void timesOfWordsAreCopies() {
    double[] starts = {1, 2};
    List<Double> ends = Arrays.asList(3.0, 4.0);
    WordTimes times = WordTimes.of(starts, new double[] {3, 4});
    WordTimes same = new WordTimes(List.of(1.0, 2.0), ends);
    starts[0] = 9;
    ends.set(0, 9.0);
    assertEquals(same, times);
    assertEquals(same.hashCode(), times.hashCode());
    assertEquals(List.of(3.0, 4.0), same.ends());
    assertEquals(2, times.count());
    Caption spoken = new Caption(List.of("a", "dog"), Optional.of(times));
    assertEquals(new Caption(List.of("a", "dog"), Optional.of(same)), spoken);
  }

  @Test
  void rejectsDifferentNumbersOfStartsAndEnds() {
    assertEquals(
        "ends of words: found 0, expected one for each of the 1 starts",
        assertThrows(
                IllegalArgumentException.class, () -> WordTimes.of(new double[1], new double[0]))
            .getMessage());
  }

  @Test
  void rejectsMoreRealCaptionsThanCaptions() {
    assertEquals(
        "real captions: found 2, expected 0 to 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> new SampledVideo(FEATURES, List.of("A dog."), 2))
            .getMessage());
  }
}
