package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;

/** Timestamps that start again or leap: pictures, sound and subtitles stay on one clock. */
class JoinedVideosTest {

  private static final int RED = 0xff0000;
  private static final int BLUE = 0x0000ff;
  private static final int RATE = 16000;

  /** Before the first packet of a clip, in seconds. */
  private static final double BEFORE = -1;

  @TempDir Path folder;

  @Test
  void secondPartFollowsTheFirst() throws IOException {
    Video video = joined(part("red.ts", RED, 440), part("blue.ts", BLUE, 880));

    assertEquals(100, times(video).size());
    assertColours("RRRRBBBB", video);
    float[] sound = sound(video);
    assertEquals(4, (double) sound.length / RATE, 0.15);
    assertEquals(440, frequency(sound, 0.2, 1.8), 5);
    assertEquals(880, frequency(sound, 2.2, 3.8), 5);
  }

  @Test
  void partWithOtherStreamsFollowsTheFirst() throws IOException {
    TestClip red = part("red.ts", RED, 440);
    TestClip blue = part("blue.ts", BLUE, 880).firstPid(0x200);
    assertColoursAndTones("RRRRBBBB", joined(red, blue));
    assertColoursAndTones("RRRRBBBBRRRRBBBB", joined(red, blue, red, blue));
  }

  @Test
  void partOfAnotherCodecAndSizeFollowsTheFirst() throws IOException {
    TestClip blue =
        part("blue.ts", BLUE, 880).mpeg4().size(128, 96).firstPid(0x200).leap(BEFORE, 5000);
    assertColoursAndTones("RRRRBBBB", joined(part("red.ts", RED, 440), blue));
    assertColoursAndTones("BBBBRRRR", joined(blue, part("red.ts", RED, 440)));
  }

  /** FFmpeg reads only the first of the joined files, without an error. */
  @ParameterizedTest
  @ValueSource(strings = {"flv", "mp4", "mov", "nut", "asf"})
  void headersStartParts(String format) throws IOException {
    TestClip red = part("red." + format, RED, 440);
    TestClip blue = part("blue." + format, BLUE, 880);
    for (TestClip clip : List.of(red, blue)) {
      if (format.equals("flv")) {
        clip.flash().sound("pcm_s16le", 44100, 1, clip.sound).soundFor(0, 2);
      } else {
        clip.mpeg4();
      }
    }
    Video video = joined(red, blue, red);
    assertColoursAndTones("RRRRBBBBRRRR", video);
    assertEquals(6, video.duration(), 0.2);
  }

  @Test
  void segmentsWithHeadersOfTheirOwnAreParts() throws IOException {
    TestClip red = part("red.mp4", RED, 440).mpeg4().fragmented();
    TestClip blue = part("blue.mp4", BLUE, 880).mpeg4().fragmented().leap(BEFORE, 2);
    assertColoursAndTones("RRRRBBBB", joined(red, blue));
  }

  @Test
  void partThatCannotBeReadIsSkippedWithANote() throws IOException {
    Path red = part("red.mp4", RED, 440).mpeg4().write();
    byte[] whole = Files.readAllBytes(red);
    byte[] second = Arrays.copyOf(whole, whole.length);
    int movie = Bytes.indexOf(second, "mvhd".getBytes(StandardCharsets.US_ASCII));
    Arrays.fill(second, movie - 4, second.length, (byte) 0);
    Path file = Files.write(folder.resolve("half.mp4"), Bytes.concat(whole, second));
    Video video = FfmpegVideo.open("clip", file);
    assertColours("RRRR", video);
    assertEquals(
        List.of(
            "the joined file at byte "
                + whole.length
                + " has no pictures: found no video stream, expected at least one"),
        video.notes());
  }

  @Test
  void soundThatGoesOnInAnotherStreamIsRead() throws IOException {
    Video video = FfmpegVideo.open("clip", part("turns.ts", RED, 440).soundTracksInTurn(2).write());
    float[] sound = sound(video);
    assertEquals(2, (double) sound.length / RATE, 0.15);
    assertEquals(440, frequency(sound, 1.2, 1.8), 5);
  }

  @Test
  void streamsSideBySideAreNotParts() throws IOException {
    Video video = FfmpegVideo.open("clip", part("two.ts", RED, 440).soundTracks(2).write());
    assertColours("RRRR", video);
    assertEquals(2, (double) sound(video).length / RATE, 0.15);
  }

  /** Red parts sound at 440 Hz, blue ones at 880 Hz. */
  private static void assertColoursAndTones(String expected, Video video) throws IOException {
    assertColours(expected, video);
    float[] sound = sound(video);
    assertEquals(expected.length() / 2.0, (double) sound.length / RATE, 0.3);
    for (int second = 0; second < expected.length() / 2; second += 2) {
      double hertz = expected.charAt(2 * second) == 'R' ? 440 : 880;
      assertEquals(hertz, frequency(sound, second + 0.4, second + 1.8), 5, "second " + second);
    }
    assertEquals(List.of(), video.notes());
    assertEquals(0, video.damagedPackets());
  }

  /** A part of two seconds, at 25 frames a second. */
  private TestClip part(String name, int colour, double hertz) {
    return TestClip.of(folder.resolve(name))
        .television()
        .frames(50, 25)
        .painted((index, x, y) -> colour)
        .sound("mp2", 48000, 1, (second, channel) -> Math.sin(2 * Math.PI * hertz * second) / 2)
        .soundFor(0, 2);
  }

  private Video joined(TestClip... parts) throws IOException {
    Path joined = folder.resolve(parts.length + "-" + parts[0].file.getFileName());
    for (TestClip part : parts) {
      Files.write(
          joined,
          Files.readAllBytes(part.write()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return FfmpegVideo.open("clip", joined);
  }

  /** Asserts the colours of the middle of each half second: R for red, B for blue. */
  private static void assertColours(String expected, Video video) throws IOException {
    StringBuilder found = new StringBuilder();
    try (FrameReader reader =
        video.frames(new FrameSampling.Every(0.25, 0.5), new FrameSize.Original())) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        found.append(frame.get().red(8, 8) > 128 ? 'R' : frame.get().blue(8, 8) > 128 ? 'B' : '-');
      }
    }
    assertEquals(expected, found.toString());
  }

  private static List<Double> times(Video video) throws IOException {
    List<Double> times = new ArrayList<>();
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Original())) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        times.add(frame.get().time());
      }
    }
    return times;
  }

  private static float[] sound(Video video) throws IOException {
    List<float[]> blocks = new ArrayList<>();
    try (AudioReader reader = video.audio(RATE)) {
      for (Optional<float[]> block = reader.next(); block.isPresent(); block = reader.next()) {
        blocks.add(block.get());
      }
    }
    return Floats.concat(blocks.toArray(float[][]::new));
  }

  /** Returns half of the number of changes of sign in a second. */
  private static double frequency(float[] sound, double from, double to) {
    int changes = 0;
    for (int i = (int) (from * RATE) + 1; i < to * RATE; i++) {
      changes += sound[i] > 0 != sound[i - 1] > 0 ? 1 : 0;
    }
    return changes / (to - from) / 2;
  }

  @ParameterizedTest
  @ValueSource(ints = {7200, 95440, -3600})
  void timestampsThatLeapContinue(int seconds) throws IOException {
    TestClip second = part("blue.ts", BLUE, 880).leap(BEFORE, Math.max(0, seconds));
    Video video = joined(part("red.ts", RED, 440).leap(BEFORE, Math.max(0, -seconds)), second);

    assertEquals(100, times(video).size());
    assertColours("RRRRBBBB", video);
    assertEquals(880, frequency(sound(video), 2.2, 3.8), 5);
  }

  @Test
  void clockOf33BitsMayStartAgain() throws IOException {
    TestClip clip = part("wraps.ts", RED, 440).leap(BEFORE, (1L << 33) / 90000.0 - 2);
    Video video = joined(clip, part("blue.ts", BLUE, 880));
    assertEquals(100, times(video).size());
    assertColours("RRRRBBBB", video);
  }

  @Test
  void eachOfManyPartsFollowsTheOneBefore() throws IOException {
    TestClip red = part("red.ts", RED, 440);
    TestClip blue = part("blue.ts", BLUE, 880);
    Video video = joined(red, blue, red, blue, red);
    assertColours("RRRRBBBBRRRRBBBBRRRR", video);
    float[] sound = sound(video);
    assertEquals(440, frequency(sound, 4.2, 5.8), 5);
    assertEquals(880, frequency(sound, 6.2, 7.8), 5);
  }

  @Test
  void picturesAndSoundStayInSyncIfOneIsLonger() throws IOException {
    TestClip blue = part("blue.ts", BLUE, 880);
    Video shortSound = joined(part("red.ts", RED, 440).soundFor(0, 1), blue);
    assertColours("RRRRBBBB", shortSound);
    assertEquals(880, frequency(sound(shortSound), 2.2, 3.8), 5);

    Video longSound = joined(part("long.ts", RED, 440).soundFor(0, 3), blue);
    assertColours("RRRRRRBBBB", longSound);
    float[] sound = sound(longSound);
    assertEquals(440, frequency(sound, 2.2, 2.8), 5);
    assertEquals(880, frequency(sound, 3.2, 4.8), 5);
  }

  @Test
  void rateAndChannelsOfSoundMayChange() throws IOException {
    TestClip.Sound tone = (second, channel) -> Math.sin(2 * Math.PI * 880 * second) / 2;
    Video video =
        joined(
            part("red.ts", RED, 440),
            part("blue.ts", BLUE, 880).sound("mp2", 32000, 2, tone).soundFor(0, 2));
    float[] sound = sound(video);
    assertEquals(4, (double) sound.length / RATE, 0.15);
    assertEquals(440, frequency(sound, 0.2, 1.8), 5);
    assertEquals(880, frequency(sound, 2.2, 3.8), 5);
  }

  @Test
  void subtitlesAreOnTheClockOfThePictures() throws IOException {
    Video video =
        joined(
            part("red.mkv", RED, 440).subtitles(new SubtitleCue(0.5, 1, "first")),
            part("blue.mkv", BLUE, 880).subtitles(new SubtitleCue(0.5, 1, "second")));
    assertColours("RRRRBBBB", video);
    List<SubtitleCue> cues = video.subtitles();
    assertEquals(List.of("first", "second"), cues.stream().map(SubtitleCue::text).toList());
    assertEquals(0.5, cues.get(0).start(), 0.05);
    assertEquals(2.5, cues.get(1).start(), 0.1);
  }

  @Test
  void slidesOfMinutesStay() throws IOException {
    Video video =
        FfmpegVideo.open(
            "clip", TestClip.of(folder.resolve("slides.mkv")).framesAt(0, 120, 240, 830).write());
    assertEquals(List.of(0.0, 120.0, 240.0, 830.0), times(video));
  }

  @Test
  void pictureWithoutSoundIsShownForTenMinutesAtMost() throws IOException {
    Video video =
        FfmpegVideo.open(
            "clip", TestClip.of(folder.resolve("leap.mkv")).framesAt(0, 0.5, 7200, 7200.5).write());
    List<Double> times = times(video);
    assertEquals(4, times.size());
    assertTrue(times.get(3) < 3, "found " + times);
  }

  @Test
  void pictureIsShownAsLongAsItsSound() throws IOException {
    Video video =
        FfmpegVideo.open(
            "clip",
            TestClip.of(folder.resolve("still.mkv"))
                .framesAt(0, 700)
                .sound("pcm_s16le", 1000, 1, (second, channel) -> 0)
                .soundFor(0, 701)
                .write());
    assertEquals(List.of(0.0, 700.0), times(video));
  }

  @Test
  void whatIsLaterThanOneDayIsNotRead() throws IOException {
    double[] times = new double[181];
    Arrays.setAll(times, i -> 500 * i);
    Path file = TestClip.of(folder.resolve("days.mkv")).size(16, 16).framesAt(times).write();
    Video video = FfmpegVideo.open("clip", file);
    List<Double> found = times(video);
    assertEquals(86000, found.get(found.size() - 1));
    assertEquals(
        List.of("cannot be read after second 86000.04 (times after one day)"), video.notes());
    assertFalse(video.hasAudio());
  }
}
