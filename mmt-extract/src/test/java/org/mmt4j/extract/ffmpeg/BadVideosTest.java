package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

class BadVideosTest {

  @TempDir Path folder;

  @Test
  void rejectsMissingFile() {
    assertRejected(folder.resolve("missing.mp4"), "found no such file, expected a video");
  }

  @Test
  void rejectsEmptyFile() throws IOException {
    assertRejected(
        Files.createFile(folder.resolve("empty.mp4")), "found an empty file, expected a video");
  }

  @Test
  void rejectsText() throws IOException {
    assertRejected(
        Files.writeString(folder.resolve("text.mp4"), "This is no video.\n".repeat(100)),
        "cannot be opened as a video (Invalid data found when processing input)");
  }

  @Test
  void rejectsTruncatedFileWithoutHeader() throws IOException {
    assertRejected(
        truncated(TestClip.of(folder.resolve("last.mp4")).frames(100, 25)),
        "cannot be opened as a video (Invalid data found when processing input)");
  }

  @Test
  void readsTruncatedFileToItsEndAndNotesIt() throws IOException {
    assertTruncated(noise("first.mp4").headerFirst());
    assertTruncated(noise("half.avi"));
    assertTruncated(noise("half.mkv"));
  }

  private void assertTruncated(TestClip clip) throws IOException {
    Video video = FfmpegVideo.open("clip", truncated(clip));
    int frames = readAll(video).size();
    assertTrue(frames > 30 && frames < 70, "found " + frames + " frames");
    assertEquals(1, video.notes().size());
    String note = video.notes().get(0);
    assertTrue(
        note.matches(
            "found its end at second [12]\\.\\d\\d, expected it at 4\\.0\\d \\(truncated file\\)"),
        note);
  }

  private TestClip noise(String name) {
    return TestClip.of(folder.resolve(name))
        .mjpeg()
        .frames(100, 25)
        .painted((index, x, y) -> (index + 1) * (x + 3) * (y + 5) * 7919);
  }

  private static Path truncated(TestClip clip) throws IOException {
    Path file = clip.write();
    byte[] bytes = Files.readAllBytes(file);
    return Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  @Test
  void rejectsAudioWithoutVideo() {
    assertRejected(
        TestClip.of(folder.resolve("sound.mp4"))
            .withoutFrames()
            .sound("aac", 16000, 1, (second, channel) -> Math.sin(second))
            .write(),
        "found no video stream, expected at least one");
  }

  @Test
  void rejectsFramesOfOnePixel() {
    assertRejected(
        TestClip.of(folder.resolve("pixel.avi")).lossless().size(1, 1).write(),
        "found frames of 1 x 1 pixels, expected sides of at least 2");
  }

  @Test
  void rejectsHugeFramesBeforeAllocatingMemory() throws IOException {
    Path file = TestClip.of(folder.resolve("huge.avi")).mjpeg().size(64, 48).write();
    byte[] bytes = Files.readAllBytes(file);
    replace(bytes, new byte[] {64, 0, 0, 0, 48, 0, 0, 0}, littleEndian(100_000, 100_000));
    Files.write(file, bytes);
    assertRejected(file, "found frames of 100000 x 100000 pixels, expected");
  }

  @Test
  void rejectsScalingToHugeFrames() throws IOException {
    Video video = FfmpegVideo.open("clip", TestClip.of(folder.resolve("clip.mp4")).write());
    try (FrameReader frames =
        video.frames(FrameSampling.all(), new FrameSize.Exactly(50_000, 50_000))) {
      VideoFileException error = assertThrows(VideoFileException.class, frames::next);
      assertTrue(error.getMessage().contains("50000 x 50000"), error.getMessage());
    }
  }

  @Test
  void frameTimesIncreaseIfStatedRateIsZero() throws IOException {
    Path file = folder.resolve("still.y4m");
    byte[] header = "YUV4MPEG2 W16 H16 F0:1 Ip A1:1 C420\n".getBytes(StandardCharsets.US_ASCII);
    byte[] tag = "FRAME\n".getBytes(StandardCharsets.US_ASCII);
    byte[] frame = Bytes.concat(tag, new byte[16 * 16 * 3 / 2]);
    Files.write(file, Bytes.concat(header, frame, frame, frame));
    assertEquals(List.of(0.0, 0.04, 0.08), readAll(FfmpegVideo.open("clip", file)));
  }

  /** Asserts that opening the file or reading its frames fails, with a message of one line. */
  private static void assertRejected(Path file, String problem) {
    VideoFileException error =
        assertThrows(VideoFileException.class, () -> readAll(FfmpegVideo.open("clip", file)));
    assertTrue(
        error.getMessage().startsWith(file + ": " + problem), "found: " + error.getMessage());
    assertFalse(error.getMessage().contains("\n"));
    assertEquals(file, error.file());
  }

  private static List<Double> readAll(Video video) throws VideoFileException {
    List<Double> times = new ArrayList<>();
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Exactly(8, 8))) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        times.add(frame.get().time());
      }
    }
    return times;
  }

  private static byte[] littleEndian(int... values) {
    byte[] bytes = new byte[4 * values.length];
    for (int i = 0; i < values.length; i++) {
      byte[] big = Ints.toByteArray(Integer.reverseBytes(values[i]));
      System.arraycopy(big, 0, bytes, 4 * i, 4);
    }
    return bytes;
  }

  /** Replaces all occurrences. */
  private static void replace(byte[] bytes, byte[] old, byte[] replacement) {
    for (int i = 0; i + old.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + old.length, old, 0, old.length)) {
        System.arraycopy(replacement, 0, bytes, i, replacement.length);
      }
    }
  }
}
