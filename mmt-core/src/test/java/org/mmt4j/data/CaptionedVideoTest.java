package org.mmt4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptionedVideoTest {

  private static final VideoFeatures VIDEO = VideoFeatures.of("v", Map.of());

  @Test
  void copiesTheCaptions() {
    List<String> captions = new ArrayList<>(List.of("a dog"));
    CaptionedVideo video = new CaptionedVideo(VIDEO, captions);
    captions.set(0, "a cat");
    assertEquals(List.of("a dog"), video.captions());
    assertEquals(CaptionedVideo.of(VIDEO, "a dog"), video);
    assertThrows(UnsupportedOperationException.class, () -> video.captions().clear());
  }

  @Test
  void rejectsNoCaptionAndBlankCaption() {
    assertRejected("none", List.of());
    assertRejected("a blank one", List.of("a dog", "\n"));
  }

  private static void assertRejected(String found, List<String> captions) {
    assertEquals(
        "captions of video v: found " + found + ", expected at least one caption and no blank one",
        assertThrows(IllegalArgumentException.class, () -> new CaptionedVideo(VIDEO, captions))
            .getMessage());
  }
}
