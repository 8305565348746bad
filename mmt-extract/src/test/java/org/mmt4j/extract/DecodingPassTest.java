package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

/** One pass over a video serves all experts. */
class DecodingPassTest {

  private static final FrameSize SMALL = new FrameSize.Exactly(16, 16);
  private static final FrameSize ORIGINAL = new FrameSize.Original();

  @TempDir Path folder;

  @Test
  void expertsGetTheFramesOfReadersOfTheirOwn() throws IOException {
    Video video = clip();
    List<FrameSampling> samplings =
        List.of(
            FrameSampling.all(),
            FrameSampling.every(0.3),
            new FrameSampling.Every(0.5, 1),
            FrameSampling.at(0, 0.7, 0.7, 99));
    List<List<Frame>> found = new ArrayList<>();
    List<ExpertRun> runs = new ArrayList<>();
    for (FrameSampling sampling : samplings) {
      for (FrameSize size : List.of(SMALL, ORIGINAL)) {
        List<Frame> frames = new ArrayList<>();
        found.add(frames);
        runs.add(run(video, requests -> requests.frames(sampling, size, frames::add)));
      }
    }
    new DecodingPass(video).run(runs);
    int next = 0;
    for (FrameSampling sampling : samplings) {
      for (FrameSize size : List.of(SMALL, ORIGINAL)) {
        assertFrames(read(video, sampling, size), found.get(next++));
      }
    }
  }

  @Test
  void expertsGetTheSoundOfReadersOfTheirOwn() throws IOException {
    Video video = clip();
    List<float[]> low = new ArrayList<>();
    List<float[]> high = new ArrayList<>();
    List<float[]> again = new ArrayList<>();
    new DecodingPass(video)
        .run(
            List.of(
                run(video, requests -> requests.audio(8000, low::add)),
                run(video, requests -> requests.audio(16000, high::add)),
                run(video, requests -> requests.audio(8000, again::add))));
    assertArrayEquals(sound(video, 8000), Floats.concat(low.toArray(float[][]::new)));
    assertArrayEquals(sound(video, 16000), Floats.concat(high.toArray(float[][]::new)));
    assertSame(low.get(0), again.get(0));
  }

  @Test
  void anyNumberOfExpertsDecodesOnce() throws IOException {
    CountedVideo video = new CountedVideo(clip());
    List<List<Frame>> found = new ArrayList<>();
    List<ExpertRun> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<Frame> frames = new ArrayList<>();
      found.add(frames);
      runs.add(
          run(
              video,
              requests -> {
                requests.frames(FrameSampling.every(0.1), SMALL, frames::add);
                requests.audio(8000, samples -> {});
              }));
    }
    new DecodingPass(video).run(runs);
    assertEquals(1, video.pictureReaders);
    assertEquals(1, video.soundReaders);
    assertEquals(20, found.get(0).size());
    for (List<Frame> frames : found) {
      for (int i = 0; i < frames.size(); i++) {
        assertSame(found.get(0).get(i).rgb(), frames.get(i).rgb()); // scaled once
      }
    }
  }

  @Test
  void videoIsNotDecodedFartherThanRequested() throws IOException {
    CountedVideo video = new CountedVideo(clip());
    new DecodingPass(video)
        .run(
            List.of(
                run(video, requests -> requests.frames(FrameSampling.at(0.2), SMALL, f -> {})),
                run(video, requests -> requests.frames(FrameSampling.at(0.4), SMALL, f -> {}))));
    assertEquals(11, video.pictures); // at 25 per second
    assertEquals(0, video.soundReaders);
  }

  @Test
  void expertsWithoutRequestsDecodeNothing() throws IOException {
    CountedVideo video = new CountedVideo(clip());
    new DecodingPass(video).run(List.of(run(video, requests -> {})));
    assertEquals(0, video.pictureReaders + video.soundReaders);
  }

  @Test
  void expertThatFailsReceivesNothingMore() throws IOException {
    Video video = clip();
    List<Double> failed = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    ExpertRun broken =
        run(
            video,
            requests -> {
              requests.frames(
                  FrameSampling.every(0.5),
                  SMALL,
                  frame -> {
                    failed.add(frame.time());
                    throw new IOException("disk");
                  });
              requests.audio(8000, samples -> failed.add(-1.0));
            });
    ExpertRun good =
        run(
            video,
            requests -> requests.frames(FrameSampling.every(0.5), SMALL, f -> other.add(f.time())));
    new DecodingPass(video).run(List.of(broken, good));
    assertEquals(List.of(0.0), failed);
    assertEquals("disk", broken.failure().orElseThrow().getMessage());
    assertEquals(List.of(0.0, 0.5, 1.0, 1.5), other);
    assertEquals(Optional.empty(), good.failure());
  }

  @Test
  void sizeThatIsTooLargeFailsOnlyItsExpert() throws IOException {
    Video video = clip();
    List<Frame> found = new ArrayList<>();
    FrameSize huge = new FrameSize.Exactly(50_000, 50_000);
    ExpertRun broken =
        run(video, requests -> requests.frames(FrameSampling.all(), huge, found::add));
    ExpertRun good =
        run(video, requests -> requests.frames(FrameSampling.at(1), SMALL, found::add));
    new DecodingPass(video).run(List.of(broken, good));
    assertTrue(broken.failure().orElseThrow() instanceof VideoFileException);
    assertEquals(Optional.empty(), good.failure());
    assertEquals(1, found.size());
  }

  @Test
  void picturesWithEqualPixelsAreOneFrame() throws IOException {
    Path file =
        TestClip.of(folder.resolve("slides.mkv"))
            .lossless()
            .frames(4, 2)
            .painted((index, x, y) -> index < 3 ? 0x102030 : 0x405060)
            .write();
    List<Frame> frames = new ArrayList<>();
    Video video = FfmpegVideo.open("slides", file);
    ExpertRun run =
        run(video, requests -> requests.frames(FrameSampling.all(), SMALL, frames::add));
    new DecodingPass(video).run(List.of(run));
    assertSame(frames.get(0).rgb(), frames.get(2).rgb());
    assertNotSame(frames.get(2).rgb(), frames.get(3).rgb());
  }

  private static ExpertRun run(Video video, Consumer<MediaRequests> requesting) {
    FeatureExtractor expert =
        new FailingExpert(new AssertionError("never called")) {
          @Override
          public Extraction start(MediaRequests requests) {
            requesting.accept(requests);
            return Optional::empty;
          }
        };
    return ExpertRun.start(expert, video);
  }

  /** Two seconds of pictures that change, with a tone. */
  private Video clip() throws IOException {
    Path file =
        TestClip.of(folder.resolve("clip.mkv"))
            .lossless()
            .frames(50, 25)
            .painted((index, x, y) -> index * 0x030201 + x)
            .sound("pcm_s16le", 44100, 1, (second, channel) -> 0.3 * Math.sin(3000 * second))
            .soundFor(0, 2)
            .write();
    return FfmpegVideo.open("clip", file);
  }

  private static void assertFrames(List<Frame> expected, List<Frame> found) {
    assertEquals(
        expected.stream().map(Frame::time).toList(), found.stream().map(Frame::time).toList());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).rgb(), found.get(i).rgb());
    }
  }

  private static List<Frame> read(Video video, FrameSampling sampling, FrameSize size)
      throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (FrameReader reader = video.frames(sampling, size)) {
      for (Optional<Frame> f = reader.next(); f.isPresent(); f = reader.next()) {
        frames.add(f.get());
      }
    }
    return frames;
  }

  private static float[] sound(Video video, int rate) throws IOException {
    float[] sound = {};
    try (AudioReader reader = video.audio(rate)) {
      for (Optional<float[]> s = reader.next(); s.isPresent(); s = reader.next()) {
        float[] joined = Arrays.copyOf(sound, sound.length + s.get().length);
        System.arraycopy(s.get(), 0, joined, sound.length, s.get().length);
        sound = joined;
      }
    }
    return sound;
  }
}
