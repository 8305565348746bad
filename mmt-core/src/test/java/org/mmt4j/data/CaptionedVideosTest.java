package org.mmt4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptionedVideosTest {

  @Test
  void videosInMemoryKeepTheirOrder() throws Exception {
    CaptionedVideo first = video("one");
    CaptionedVideo second = video("two");
    List<CaptionedVideo> list = new ArrayList<>(List.of(first, second));
    CaptionedVideos videos = CaptionedVideos.of(list);
    list.clear();
    assertEquals(2, videos.size());
    assertEquals("two", videos.id(1));
    assertEquals(second, videos.load(1));
    assertEquals(first, videos.draw(0, new Random(0)));
    assertThrows(IndexOutOfBoundsException.class, () -> videos.id(2));
  }

  private static CaptionedVideo video(String id) {
    return CaptionedVideo.of(VideoFeatures.of(id, Map.of()), "a dog");
  }
}
