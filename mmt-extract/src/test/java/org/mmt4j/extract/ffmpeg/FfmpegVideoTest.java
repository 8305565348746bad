package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;
import org.mmt4j.graph.ClosedException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FfmpegVideoTest {

  /** Frame i has one colour, whose red value is i. */
  private static final TestClip.Painter NUMBERED = (index, x, y) -> index << 16 | 0x1020;

  @TempDir Path folder;

  @Test
  void returnsEveryFrameOnceWithItsTime() throws IOException {
    Video video =
        open(TestClip.of(folder.resolve("clip.mkv")).lossless().frames(30, 10).painted(NUMBERED));
    List<Frame> frames = frames(video, FrameSampling.all());
    assertEquals(IntStream.range(0, 30).boxed().toList(), numbers(frames));
    for (int i = 0; i < 30; i++) {
      assertEquals(i / 10.0, frames.get(i).time(), 1e-9);
    }
    assertEquals(3.0, video.duration(), 1e-3);
    assertFalse(video.hasAudio());
  }

  @Test
  void losslessFramesKeepEveryPixelForOddSizes() throws IOException {
    TestClip.Painter painter = (index, x, y) -> (x * 7 + index) << 16 | (y * 11) << 8 | (x ^ y);
    Video video =
        open(
            TestClip.of(folder.resolve("odd.mkv"))
                .lossless()
                .size(37, 21)
                .frames(3, 5)
                .painted(painter));
    assertEquals(List.of(37, 21), List.of(video.width(), video.height()));
    List<Frame> frames = frames(video, FrameSampling.all());
    for (int i = 0; i < 3; i++) {
      assertPixels(frames.get(i), i, painter);
    }
  }

  @Test
  void variableFrameRateReturnsTheFrameShownAtEachTime() throws IOException {
    Video video =
        open(
            TestClip.of(folder.resolve("variable.mkv"))
                .lossless()
                .framesAt(0, 0.04, 0.5, 2, 2.2)
                .painted(NUMBERED));
    assertEquals(List.of(0, 2, 2, 2, 3), numbers(frames(video, FrameSampling.every(0.5))));
    assertEquals(
        List.of(0, 0, 1, 1, 2, 3, 4, 4),
        numbers(frames(video, FrameSampling.at(0, 0.03, 0.05, 0.49, 0.5, 2.1, 2.2, 60))));
  }

  @Test
  void samplingAtTheFrameRateReturnsEachFrameOnce() throws IOException {
    Video video =
        open(TestClip.of(folder.resolve("clip.mkv")).lossless().frames(50, 10).painted(NUMBERED));
    assertEquals(
        IntStream.range(0, 50).boxed().toList(), numbers(frames(video, FrameSampling.every(0.1))));
  }

  @Test
  void lateFirstFrameIsShownFromSecondZero() throws IOException {
    Video video =
        open(
            TestClip.of(folder.resolve("late.mkv"))
                .lossless()
                .framesAt(0.5, 1)
                .painted(NUMBERED)
                .sound("pcm_s16le", 8000, 1, (second, channel) -> 0));
    assertEquals(List.of(0, 0, 1), numbers(frames(video, FrameSampling.at(0, 0.6, 1.01))));
    assertEquals(0.5, frames(video, FrameSampling.all()).get(0).time(), 1e-9);
  }

  @Test
  void rotatedVideosAreUpright() throws IOException {
    // red, green
    // blue, white
    TestClip.Painter corners =
        (index, x, y) -> y < 10 ? (x < 20 ? 0xff0000 : 0xff00) : (x < 20 ? 0xff : 0xffffff);
    assertCorners(0, corners, List.of(40, 20), List.of(0xff0000, 0xff00, 0xff, 0xffffff));
    assertCorners(90, corners, List.of(20, 40), List.of(0xff, 0xff0000, 0xffffff, 0xff00));
    assertCorners(180, corners, List.of(40, 20), List.of(0xffffff, 0xff, 0xff00, 0xff0000));
    assertCorners(270, corners, List.of(20, 40), List.of(0xff00, 0xffffff, 0xff0000, 0xff));
  }

  private void assertCorners(
      int degrees, TestClip.Painter painter, List<Integer> size, List<Integer> colours)
      throws IOException {
    Video video =
        open(
            TestClip.of(folder.resolve("rotated" + degrees + ".mp4"))
                .size(40, 20)
                .frames(2, 5)
                .rotated(degrees)
                .painted(painter));
    assertEquals(size, List.of(video.width(), video.height()));
    Frame frame = frames(video, FrameSampling.all()).get(0);
    assertEquals(size, List.of(frame.width(), frame.height()));
    int right = frame.width() - 4;
    int bottom = frame.height() - 4;
    assertEquals(
        colours,
        List.of(
            saturated(frame, 3, 3),
            saturated(frame, right, 3),
            saturated(frame, 3, bottom),
            saturated(frame, right, bottom)));
  }

  /** Returns a pixel with each channel set to 0 or 255. */
  private static int saturated(Frame frame, int x, int y) {
    return (frame.red(x, y) > 127 ? 0xff0000 : 0)
        | (frame.green(x, y) > 127 ? 0xff00 : 0)
        | (frame.blue(x, y) > 127 ? 0xff : 0);
  }

  @Test
  void appliesPixelAspectRatio() throws IOException {
    Video video = open(TestClip.of(folder.resolve("wide.mp4")).size(40, 30).pixelAspectRatio(2));
    assertEquals(List.of(80, 30), List.of(video.width(), video.height()));
    assertEquals(80, frames(video, FrameSampling.at(0)).get(0).width());
  }

  @Test
  void scalesToRequestedSize() throws IOException {
    Video video =
        open(TestClip.of(folder.resolve("clip.mp4")).size(80, 48).painted((i, x, y) -> 0xff8000));
    assertSize(80, 48, video, new FrameSize.Original());
    assertSize(40, 24, video, new FrameSize.ShortSide(24));
    assertSize(160, 96, video, new FrameSize.ShortSide(96));
    assertSize(40, 24, video, new FrameSize.AtMost(40));
    assertSize(80, 48, video, new FrameSize.AtMost(640));
    assertSize(224, 224, video, new FrameSize.Exactly(224, 224));
  }

  private static void assertSize(int width, int height, Video video, FrameSize size)
      throws IOException {
    try (FrameReader reader = video.frames(FrameSampling.at(0.5), size)) {
      Frame frame = reader.next().orElseThrow();
      assertEquals(List.of(width, height), List.of(frame.width(), frame.height()));
      assertEquals(255, frame.red(width / 2, height / 2), 8);
      assertEquals(128, frame.green(width / 2, height / 2), 8);
      assertEquals(0, frame.blue(width / 2, height / 2), 8);
    }
  }

  @Test
  void audioWithoutResamplingKeepsEverySample() throws IOException {
    TestClip.Sound sound = (second, channel) -> Math.sin(second * 700) / 2;
    Video video =
        open(
            TestClip.of(folder.resolve("sound.avi"))
                .mjpeg()
                .sound("pcm_s16le", 16000, 1, sound)
                .soundFor(0, 1.25));
    assertTrue(video.hasAudio());
    float[] samples = audio(video, 16000);
    assertEquals(20000, samples.length);
    for (int i = 0; i < samples.length; i++) {
      assertEquals(sound.at(i / 16000.0, 0), samples[i], 1.0 / Short.MAX_VALUE);
    }
  }

  @Test
  void mixesChannelsToTheirMean() throws IOException {
    Video video =
        open(
            TestClip.of(folder.resolve("stereo.mkv"))
                .sound("pcm_s16le", 8000, 2, (second, channel) -> channel == 0 ? 0.8 : -0.2));
    float[] samples = audio(video, 8000);
    assertEquals(8000, samples.length);
    assertEquals(0.3f, samples[4000], 1e-4);
  }

  @Test
  void resampledAudioKeepsToneAndLength() throws IOException {
    TestClip.Sound sound = (second, channel) -> Math.sin(2 * Math.PI * 440 * second) / 2;
    Video video =
        open(
            TestClip.of(folder.resolve("tone.mkv"))
                .sound("pcm_s16le", 44100, 1, sound)
                .soundFor(0, 2));
    float[] samples = audio(video, 16000);
    assertEquals(32000, samples.length);
    for (int i = 1000; i < 31000; i++) {
      assertEquals(sound.at(i / 16000.0, 0), samples[i], 2e-3);
    }
  }

  @Test
  void audioThatStartsLateBeginsWithSilence() throws IOException {
    Video video =
        open(
            TestClip.of(folder.resolve("late.mkv"))
                .sound("pcm_s16le", 8000, 1, (second, channel) -> 0.5)
                .soundFor(0.75, 1));
    float[] samples = audio(video, 8000);
    assertEquals(8000, samples.length);
    assertEquals(0, samples[5999]);
    assertEquals(0.5, samples[6000], 1e-4);
  }

  @Test
  void fillsAudioGapsWithSilence() throws IOException {
    Video video =
        open(
            TestClip.of(folder.resolve("pause.mkv"))
                .frames(75, 25)
                .sound("pcm_s16le", 8000, 1, (second, channel) -> 0.5)
                .soundFor(0, 3)
                .soundGap(0.5, 2));
    float[] samples = audio(video, 8000);
    assertEquals(24000, samples.length);
    for (int i = 0; i < samples.length; i++) {
      assertEquals(i < 4000 || i >= 16000 ? 0.5 : 0, samples[i], 1e-4);
    }
  }

  @Test
  void compressedAudioOfMp4IsInSync() throws IOException {
    TestClip.Sound click = (second, channel) -> second >= 0.5 && second < 0.6 ? 0.5 : 0;
    Video video = open(TestClip.of(folder.resolve("clip.mp4")).sound("aac", 16000, 1, click));
    float[] samples = audio(video, 16000);
    int first = 0;
    while (Math.abs(samples[first]) < 0.25) {
      first++;
    }
    assertEquals(0.5, first / 16000.0, 0.01);
  }

  @Test
  void videoWithoutAudioHasNoSamples() throws IOException {
    assertEquals(0, audio(open(TestClip.of(folder.resolve("mute.mp4"))), 16000).length);
  }

  @Test
  void readsSubtitlesWithTimes() throws IOException {
    SubtitleCue first = new SubtitleCue(0.1, 0.5, "Good <i>evening</i>, all");
    SubtitleCue second = new SubtitleCue(0.6, 0.9, "Two\nlines");
    Video video = open(TestClip.of(folder.resolve("clip.mkv")).subtitles(first, second));
    assertEquals(
        ImmutableList.of(new SubtitleCue(0.1, 0.5, "Good evening, all"), second),
        video.subtitles());
    assertEquals(ImmutableList.of(), open(TestClip.of(folder.resolve("none.mkv"))).subtitles());
  }

  @Test
  void readersOfOneVideoAreIndependent() throws IOException {
    Video video =
        open(TestClip.of(folder.resolve("clip.mkv")).lossless().frames(9, 5).painted(NUMBERED));
    try (FrameReader one = video.frames(FrameSampling.all(), new FrameSize.Original());
        FrameReader other = video.frames(FrameSampling.every(0.4), new FrameSize.Original())) {
      for (int i = 0; i < 4; i++) {
        assertEquals(i, number(one.next().orElseThrow()));
        assertEquals(2 * i, number(other.next().orElseThrow()));
      }
    }
  }

  @Test
  void closedReaderThrowsAndCanBeClosedAgain() throws IOException {
    Video video =
        open(
            TestClip.of(folder.resolve("clip.mkv"))
                .sound("pcm_s16le", 8000, 1, (second, channel) -> 0));
    FrameReader frames = video.frames(FrameSampling.all(), new FrameSize.Original());
    frames.close();
    frames.close();
    assertThrows(ClosedException.class, frames::next);
    AudioReader audio = video.audio(8000);
    audio.close();
    audio.close();
    assertThrows(ClosedException.class, audio::next);
  }

  @Test
  void decodingAndNd4jWorkInOneProcess() throws IOException {
    Video video =
        open(TestClip.of(folder.resolve("clip.mkv")).lossless().frames(3, 5).painted(NUMBERED));
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Original())) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        int number = number(frame.get());
        try (INDArray row = Nd4j.createFromArray(new float[][] {{number, 1}});
            INDArray column = Nd4j.createFromArray(new float[][] {{2}, {3}});
            INDArray product = row.mmul(column)) {
          assertEquals(2 * number + 3, product.getFloat(0));
        }
      }
    }
  }

  private static Video open(TestClip clip) throws IOException {
    return FfmpegVideo.open("clip", clip.write());
  }

  private static List<Frame> frames(Video video, FrameSampling sampling) throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (FrameReader reader = video.frames(sampling, new FrameSize.Original())) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        frames.add(frame.get());
      }
    }
    return frames;
  }

  private static float[] audio(Video video, int rate) throws IOException {
    float[] samples = {};
    try (AudioReader reader = video.audio(rate)) {
      for (Optional<float[]> block = reader.next(); block.isPresent(); block = reader.next()) {
        assertTrue(block.get().length > 0);
        samples = Floats.concat(samples, block.get());
      }
    }
    return samples;
  }

  private static List<Integer> numbers(List<Frame> frames) {
    return frames.stream().map(FfmpegVideoTest::number).toList();
  }

  private static int number(Frame frame) {
    return frame.red(frame.width() / 2, frame.height() / 2);
  }

  private static void assertPixels(Frame frame, int index, TestClip.Painter painter) {
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        int colour = painter.rgb(index, x, y);
        assertArrayEquals(
            new int[] {colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff},
            new int[] {frame.red(x, y), frame.green(x, y), frame.blue(x, y)});
      }
    }
  }

  @Test
  void returnsTheSameFrameWhileItIsShown() throws IOException {
    Path file =
        TestClip.of(folder.resolve("stays.mkv"))
            .framesAt(0, 1, 500)
            .painted((index, x, y) -> index * 0x404040)
            .write();
    Video video = FfmpegVideo.open("stays", file);
    try (FrameReader reader =
        video.frames(FrameSampling.at(0, 0.5, 1, 499, 500), new FrameSize.Original())) {
      Frame first = reader.next().orElseThrow();
      assertTrue(reader.next().orElseThrow().isSameFrame(first));
      Frame second = reader.next().orElseThrow();
      assertFalse(second.isSameFrame(first));
      Frame later = reader.next().orElseThrow();
      assertTrue(later.isSameFrame(second));
      assertEquals(499, later.time());
      assertFalse(reader.next().orElseThrow().isSameFrame(second));
    }
  }
}
