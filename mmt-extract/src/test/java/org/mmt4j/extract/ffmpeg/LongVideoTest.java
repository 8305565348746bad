package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;

/** Ten minutes of video need no more memory than a few seconds. */
@Tag("soak")
class LongVideoTest {

  private static final int SECONDS = 600;
  private static final int RATE = 16000;
  private static final long MAX_GROWTH = 64L << 20; // bytes

  @TempDir Path folder;

  @Test
  void memoryDoesNotGrowWithTheLengthOfTheVideo() throws IOException {
    Video video =
        FfmpegVideo.open(
            "long",
            TestClip.of(folder.resolve("long.mp4"))
                .size(320, 240)
                .frames(25 * SECONDS, 25)
                .painted((index, x, y) -> (x + index) << 16 | y << 8 | (index & 0xff))
                .sound("aac", RATE, 2, (second, channel) -> Math.sin(3000 * second) / 2)
                .soundFor(0, SECONDS)
                .write());
    assertEquals(SECONDS, video.duration(), 0.1);
    try (FrameReader frames = video.frames(FrameSampling.every(0.2), new FrameSize.Original());
        AudioReader audio = video.audio(RATE)) {
      long samples = skip(audio, 10 * RATE);
      int count = skip(frames, 50);
      long before = memory();
      samples += skip(audio, Long.MAX_VALUE);
      count += skip(frames, Integer.MAX_VALUE);
      long grown = memory() - before;
      assertEquals(5 * SECONDS, count, 1);
      assertEquals((double) SECONDS * RATE, (double) samples, 0.1 * RATE);
      assertTrue(
          grown < MAX_GROWTH,
          () -> "memory: found " + grown + " more bytes, expected less than " + MAX_GROWTH);
    }
  }

  /** Returns the memory in use: that of the process without free Java heap. */
  private static long memory() {
    System.gc();
    return Pointer.physicalBytes() - Runtime.getRuntime().freeMemory();
  }

  private static int skip(FrameReader frames, int limit) throws IOException {
    int count = 0;
    Optional<Frame> frame = frames.next();
    while (frame.isPresent() && ++count < limit) {
      frame = frames.next();
    }
    return count;
  }

  private static long skip(AudioReader audio, long limit) throws IOException {
    long count = 0;
    Optional<float[]> block = audio.next();
    while (block.isPresent()) {
      count += block.get().length;
      if (count >= limit) {
        return count;
      }
      block = audio.next();
    }
    return count;
  }
}
