package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

/** The experts that need no model folder, together. */
class OutOfTheBoxTest {

  private static final ImmutableSet<String> NAMES =
      ImmutableSet.of("appearance", "audio", "motion", "ocr", "speech");

  private static final Path CLIPS = Path.of("/usr/share/doc/opencv-doc/examples/data");

  @TempDir Path folder;

  @Test
  void findsExpertsByName() {
    assertEquals(NAMES, experts().available().keySet());
  }

  @Test
  void featureTimesIncrease() throws IOException {
    VideoFeatures features = extract(FfmpegVideo.open("clip", clip("clip.mkv")));
    assertEquals(List.of("appearance", "audio", "motion", "speech"), names(features));
    assertHas(features, names(features));
  }

  @Test
  void twoThreadsWriteTheSameBytesAsOne() throws IOException {
    Path videos = Files.createDirectory(folder.resolve("videos"));
    clip("videos/one.mkv");
    clip("videos/two.mkv");
    run(videos, "alone", 1);
    run(videos, "together", 2);
    for (String file : List.of("o/n/e/one.h5", "t/w/o/two.h5")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("alone").resolve(file)),
          Files.readAllBytes(folder.resolve("together").resolve(file)));
    }
  }

  private void run(Path videos, String out, int threads) throws IOException {
    ExtractionReport report =
        FeatureExtraction.of(experts()).threads(threads).run(videos, folder.resolve(out));
    assertEquals(List.of(), report.failures());
  }

  /** Clips of the Debian package opencv-doc. */
  @Tag("clips")
  @Test
  void realClipsHaveFeatures() throws IOException {
    assertHas(
        extract(FfmpegVideo.open("Megamind", CLIPS.resolve("Megamind.avi"))),
        List.of("appearance", "audio", "motion"));
    assertHas(
        extract(FfmpegVideo.open("vtest", CLIPS.resolve("vtest.avi"))),
        List.of("appearance", "motion"));
  }

  /** Asserts at least 2 features of each of these experts; other experts may have one. */
  private static void assertHas(VideoFeatures features, List<String> atLeastTwo) {
    atLeastTwo.forEach(name -> assertTrue(features.expert(name).orElseThrow().count() >= 2));
    names(features).forEach(name -> assertIncreasing(features.expert(name).orElseThrow()));
  }

  /** Writes 3 seconds of a moving square, a tone and subtitles. */
  private Path clip(String name) throws IOException {
    return TestClip.of(folder.resolve(name))
        .frames(75, 25)
        .painted((index, x, y) -> x / 8 == index / 10 && y / 8 == 3 ? 0xff8000 : 0x204060)
        .sound("pcm_s16le", 16000, 1, (second, channel) -> 0.3 * Math.sin(3000 * second))
        .soundFor(0, 3)
        .subtitles(new SubtitleCue(0.5, 1.5, "Hello"), new SubtitleCue(2, 3, "Good bye"))
        .write();
  }

  private static FeatureExtractors experts() {
    return FeatureExtractors.find(Optional.empty());
  }

  private static VideoFeatures extract(Video video) throws IOException {
    try (OpenExtractors open = OpenExtractors.of(experts())) {
      return open.extract(video, open.dimensions().keySet()).features();
    }
  }

  private static List<String> names(VideoFeatures features) {
    return NAMES.stream().filter(name -> features.expert(name).isPresent()).toList();
  }

  /** Checks the times only; ExpertFeatures checks that values are finite. */
  private static void assertIncreasing(ExpertFeatures features) {
    for (int i = 1; i < features.count(); i++) {
      assertTrue(features.time(i) > features.time(i - 1));
    }
  }
}
