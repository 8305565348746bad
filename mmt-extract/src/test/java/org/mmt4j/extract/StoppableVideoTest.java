package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class StoppableVideoTest {

  private final Video video =
      new StoppableVideo(new EndlessVideo("one", Path.of("one.mp4"), () -> {}));

  @Test
  void forwardsEveryMethod() throws NoSuchMethodException {
    Set<String> usingOthers = Set.of("frames", "audio");
    for (Method method : Video.class.getDeclaredMethods()) {
      if (usingOthers.contains(method.getName())) {
        continue;
      }
      assertNotEquals(
          Video.class,
          StoppableVideo.class
              .getMethod(method.getName(), method.getParameterTypes())
              .getDeclaringClass());
    }
  }

  @Test
  void readersEndWhenTheThreadIsInterrupted() throws VideoFileException {
    try (FrameReader frames = video.frames(FrameSampling.all(), new FrameSize.Exactly(8, 8))) {
      assertTrue(frames.next().isPresent());
      Thread.currentThread().interrupt();
      Exception e = assertThrows(CancellationException.class, frames::next);
      assertEquals("extraction stopped", e.getMessage());
      assertThrows(CancellationException.class, video::subtitles);
      assertThrows(CancellationException.class, () -> video.audio(16000));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }
}
