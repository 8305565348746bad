package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.ffmpeg.FfmpegOpener;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;

class VideoOpenerTest {

  @Test
  void findsFfmpeg() {
    assertInstanceOf(FfmpegOpener.class, VideoOpener.find());
  }

  @Test
  void skipsUnavailableOpeners() {
    VideoOpener available = FfmpegVideo::open;
    assertSame(
        available, VideoOpener.firstAvailable(List.of(new UnavailableOpener("no"), available)));
  }

  @Test
  void explainsWhyNoOpenerIsAvailable() {
    assertRejected(
        "found no A; or found no B",
        List.of(new UnavailableOpener("found no A"), new UnavailableOpener("found no B")));
    assertRejected(
        "video files: found no VideoOpener on the class path, expected at least one", List.of());
  }

  private static void assertRejected(String message, List<VideoOpener> openers) {
    Exception e =
        assertThrows(IllegalStateException.class, () -> VideoOpener.firstAvailable(openers));
    assertEquals(message, e.getMessage());
  }
}
