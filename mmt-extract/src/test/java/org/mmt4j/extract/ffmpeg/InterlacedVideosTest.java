package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;

class InterlacedVideosTest {

  private static final int FRAMES = 20;

  /**
   * Bound of the mean absolute difference of pixels, of 255: half of the rows of an interlaced
   * frame are interpolated, and MPEG-2 loses a little. The two fields as they are differ by 22.
   */
  private static final double BOUND = 2;

  @TempDir Path folder;

  /** A pattern moves right by 6 pixels with each field, 50 fields a second. */
  private static int scene(int field, int x, int y) {
    double wave = Math.sin((x - 6 * field) * Math.PI / 24);
    return (128 + (int) (90 * wave) + y / 4) * 0x010101; // grey
  }

  @ParameterizedTest
  @CsvSource({
    "television.ts, true",
    "television.ts, false",
    "lossless.mkv, true",
    "lossless.mkv, false"
  })
  void interlacedFramesEqualTheirProgressiveTwin(String name, boolean topFirst) throws IOException {
    List<Frame> twin = read(clip("twin-" + name).painted((i, x, y) -> scene(2 * i, x, y)).write());
    TestClip.Painter fields = (i, x, y) -> scene(2 * i + ((y % 2 == 0) == topFirst ? 0 : 1), x, y);
    List<Frame> found = read(clip(name).painted(fields).interlaced(topFirst).write());
    List<Frame> woven = read(clip("woven-" + name).painted(fields).write());

    assertEquals(twin.stream().map(Frame::time).toList(), found.stream().map(Frame::time).toList());
    assertEquals(FRAMES, found.size());
    for (int i = 0; i < FRAMES; i++) {
      double difference = difference(twin.get(i), found.get(i));
      assertTrue(difference < BOUND, "frame " + i + ": found a difference of " + difference);
      assertTrue(difference(twin.get(i), woven.get(i)) > 10 * BOUND);
    }
  }

  @Test
  void lastInterlacedFrameIsShownAsLongAsTheOthers() throws IOException {
    Path file = clip("interlaced.ts").interlaced(true).write();
    assertEquals(8, read(file, FrameSampling.every(0.1)).size());
  }

  private TestClip clip(String name) {
    TestClip clip = TestClip.of(folder.resolve(name)).size(96, 64).frames(FRAMES, 25);
    return name.endsWith(".ts")
        ? clip.television()
        : clip.lossless().pixelFormat(avutil.AV_PIX_FMT_YUV444P);
  }

  @Test
  void progressiveFramesAmongInterlacedOnesStayAsTheyAre() throws IOException {
    TestClip.Painter moving = (i, x, y) -> scene(2 * i, x, y);
    Path progressive = clip("progressive.ts").painted(moving).write();
    Path interlaced = clip("interlaced.ts").painted(moving).interlaced(true).write();
    List<Frame> alone = read(progressive);

    List<Frame> mixed = read(joined(progressive, interlaced, progressive));

    assertEquals(3 * FRAMES, mixed.size());
    for (int i = 0; i < FRAMES; i++) {
      assertArrayEquals(alone.get(i).rgb(), mixed.get(i).rgb());
      assertArrayEquals(alone.get(i).rgb(), mixed.get(2 * FRAMES + i).rgb());
    }
  }

  @Test
  void sizeOfInterlacedFramesMayChange() throws IOException {
    TestClip.Painter moving = (i, x, y) -> scene(2 * i, x, y);
    Path large = clip("large.ts").painted(moving).interlaced(true).write();
    Path small = clip("small.ts").size(64, 48).painted(moving).interlaced(true).write();
    List<Frame> frames = read(joined(large, small, large));
    // a decoder that learns of a new size drops the frame that it holds
    assertTrue(frames.size() >= 3 * FRAMES - 2, "found " + frames.size() + " frames");
  }

  private Path joined(Path... parts) throws IOException {
    Path joined = folder.resolve("joined.ts");
    for (Path part : parts) {
      Files.write(
          joined, Files.readAllBytes(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return joined;
  }

  private static List<Frame> read(Path file) throws IOException {
    return read(file, FrameSampling.all());
  }

  private static List<Frame> read(Path file, FrameSampling sampling) throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (FrameReader reader =
        FfmpegVideo.open("clip", file).frames(sampling, new FrameSize.Original())) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        frames.add(frame.get());
      }
    }
    return frames;
  }

  /** Returns the mean absolute difference. */
  private static double difference(Frame one, Frame other) {
    byte[] left = one.rgb();
    byte[] right = other.rgb();
    long sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += Math.abs((left[i] & 0xff) - (right[i] & 0xff));
    }
    return (double) sum / left.length;
  }
}
