package org.mmt4j.extract.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;

/** Times that a file states, and that are wrong or do not start at 0. */
class StatedTimesTest {

  private static final int RATE = 16000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "asf", "nut", "mp4", "ts"})
  void fileThatStartsLateDoesNotEndEarly(String format) throws IOException {
    TestClip clip = clip("late." + format).leap(-1, 100);
    Video video = FfmpegVideo.open("clip", clip.write());
    List<Double> times = times(video);
    assertEquals(0, times.get(0), 0.05);
    assertEquals(3.96, times.get(99), 0.05);
    assertEquals(4, video.duration(), 0.1);
    assertEquals(List.of(), video.notes());
  }

  @Test
  void truncatedFileThatStartsLateEndsEarly() throws IOException {
    Path file = clip("half.mkv").leap(-1, 100).write();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    Video video = FfmpegVideo.open("clip", file);
    times(video);
    String note = video.notes().get(0);
    assertTrue(
        note.matches(
            "found its end at second [12]\\.\\d\\d, expected it at 4\\.\\d\\d \\(truncated file\\)"),
        note);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void wrongDurationsOfPicturesAreReplaced(int duration) throws IOException {
    Path file = clip("still.mp4").write();
    Files.write(file, withDurations(Files.readAllBytes(file), 1, duration));
    Video video = FfmpegVideo.open("clip", file);
    List<Double> times = times(video);
    assertEquals(100, times.size());
    assertEquals(2, times.get(50), 0.05);
    assertEquals(3.96, times.get(99), 0.05);
    assertEquals(
        List.of(
            "stream 0: found 99 of 100 packets with the time of the one before; times follow its"
                + " frame rate"),
        video.notes());
  }

  @Test
  void durationsOfZeroOfSoundAreReplaced() throws IOException {
    Path file = clip("still.mp4").write();
    Files.write(file, withDurations(Files.readAllBytes(file), 2, 0));
    assertEquals(4, seconds(FfmpegVideo.open("clip", file)), 0.1);
  }

  private TestClip clip(String name) {
    return TestClip.of(folder.resolve(name))
        .mpeg4()
        .frames(100, 25)
        .painted((index, x, y) -> (index + 1) * (x + 3) * (y + 5) * 7919)
        .sound("aac", 48000, 1, (second, channel) -> Math.sin(2764 * second) / 2)
        .soundFor(0, 4);
  }

  /** Sets the durations in the first tables of an .mp4. */
  private static byte[] withDurations(byte[] file, int tables, int duration) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int table = 0;
    for (int k = 0; k < tables; k++) {
      byte[] rest = Arrays.copyOfRange(file, table + 4, file.length);
      table += 4 + Bytes.indexOf(rest, "stts".getBytes(US_ASCII));
      for (int i = 0; i < bytes.getInt(table + 8); i++) {
        bytes.putInt(table + 16 + 8 * i, duration);
      }
    }
    return file;
  }

  private static List<Double> times(Video video) throws IOException {
    List<Double> times = new ArrayList<>();
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Exactly(8, 8))) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        times.add(frame.get().time());
      }
    }
    return times;
  }

  private static double seconds(Video video) throws IOException {
    long samples = 0;
    try (AudioReader reader = video.audio(RATE)) {
      for (Optional<float[]> block = reader.next(); block.isPresent(); block = reader.next()) {
        samples += block.get().length;
      }
    }
    return (double) samples / RATE;
  }
}
