package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Sets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.examples.world.Footage;
import org.mmt4j.examples.world.WorldFootage;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;

/** Clips of the rendered world as video files, and the features that experts extract from them. */
final class WorldVideosTest {

  private static final long SEED = 7;
  private static final Set<String> EXPERTS =
      Set.of("appearance", "audio", "motion", "ocr", "speech");
  private static final int FRAMES_PER_SECOND = 16;
  private static final int SAMPLES_PER_SECOND = 16_000;
  private static final int AAC_FRAME = 1024;
  private static final WorldFootage WORLD = WorldFootage.of(SEED, 5, 1);

  @TempDir private static Path folder;

  @TempDir private Path other;

  @BeforeAll
  static void writeVideos() {
    write(folder);
  }

  private static void write(Path out) {
    Printed printed = Printed.by(new WorldVideos(), "--out=" + out, "--clips=6", "--seed=" + SEED);
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
  }

  private static Stream<Footage> clips() {
    return Stream.concat(WORLD.train().stream(), WORLD.test().stream());
  }

  @Test
  void videoHasTheFramesTheSoundAndTheSubtitlesOfItsClip() throws IOException {
    for (Footage clip : clips().toList()) {
      Video video = open(clip);
      assertEquals(clip.seconds(), video.duration(), 0.1);
      assertEquals(clip.seconds() * FRAMES_PER_SECOND, frames(video));
      assertEquals(clip.samples(SAMPLES_PER_SECOND).isPresent(), video.hasAudio());
      assertEquals(clip.subtitles().size(), video.subtitles().size());
      for (int i = 0; i < clip.subtitles().size(); i++) {
        SubtitleCue expected = clip.subtitles().get(i);
        SubtitleCue read = video.subtitles().get(i);
        assertEquals(expected.text(), read.text());
        assertEquals(expected.start(), read.start(), 1e-3);
        assertEquals(expected.end(), read.end(), 2e-3);
      }
    }
  }

  private static Video open(Footage clip) throws IOException {
    return FfmpegVideo.open(clip.id(), folder.resolve("videos").resolve(clip.id() + ".mp4"));
  }

  private static int frames(Video video) throws IOException {
    int frames = 0;
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Original())) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        assertEquals(384, frame.get().width());
        assertEquals(288, frame.get().height());
        frames++;
      }
    }
    return frames;
  }

  @Test
  void framesAreThoseOfTheFilm() throws IOException {
    Footage clip = WORLD.test().get(0);
    double middle = clip.seconds() / 2.0;
    int[] expected = rgb(clip.largeFilm().frame(middle + 0.5 / FRAMES_PER_SECOND));
    try (FrameReader reader =
        open(clip).frames(FrameSampling.at(middle), new FrameSize.Original())) {
      int[] found = rgb(reader.next().orElseThrow().toImage());
      double error = 0;
      for (int i = 0; i < found.length; i++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          error += Math.abs((found[i] >> shift & 0xff) - (expected[i] >> shift & 0xff));
        }
      }
      assertEquals(0, error / (3 * found.length), 3);
    }
  }

  private static int[] rgb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void soundIsThatOfTheClip() throws IOException {
    Footage clip =
        clips().filter(c -> c.samples(SAMPLES_PER_SECOND).isPresent()).findFirst().orElseThrow();
    float[] expected = clip.samples(SAMPLES_PER_SECOND).orElseThrow();
    double squares = 0;
    double differences = 0;
    int count = 0;
    try (AudioReader reader = open(clip).audio(SAMPLES_PER_SECOND)) {
      for (Optional<float[]> part = reader.next(); part.isPresent(); part = reader.next()) {
        for (float sample : part.get()) {
          float expectedSample = count < expected.length ? expected[count] : 0;
          squares += expectedSample * expectedSample;
          differences += (sample - expectedSample) * (sample - expectedSample);
          count++;
        }
      }
    }
    assertEquals(expected.length, count, AAC_FRAME);
    assertTrue(differences < 0.1 * squares, differences + " of " + squares);
  }

  @Test
  void expertsArePresentIfTheClipHasTheirContent() throws IOException {
    Path features = other.resolve("features");
    Printed printed =
        Printed.by(
            new ExtractFeatures(),
            "--videos=" + folder.resolve("videos"),
            "--out=" + features,
            "--experts=" + String.join(",", EXPERTS));
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
    Set<String> missing = new TreeSet<>();
    try (FeatureSource source = FeatureSources.open(features)) {
      for (Footage clip : clips().toList()) {
        VideoFeatures found = source.readAll(clip.id()).features();
        assertEquals(experts(clip), found.experts().keySet(), clip.id());
        missing.addAll(Sets.difference(EXPERTS, experts(clip)));
      }
    }
    assertEquals(Set.of("audio", "ocr", "speech"), missing, "missing experts over all clips");
  }

  private static Set<String> experts(Footage clip) {
    Set<String> experts = new TreeSet<>(Set.of("appearance", "motion"));
    clip.samples(SAMPLES_PER_SECOND).ifPresent(samples -> experts.add("audio"));
    if (!clip.subtitles().isEmpty()) {
      experts.add("speech");
    }
    if (clip.captions().get(0).contains("is written")) {
      experts.add("ocr");
    }
    return experts;
  }

  @Test
  void writesCaptionsAndTestList() throws IOException {
    assertEquals(
        clips()
            .flatMap(clip -> clip.captions().stream().map(caption -> clip.id() + "\t" + caption))
            .toList(),
        Files.readAllLines(folder.resolve("captions.tsv")));
    assertEquals(
        WORLD.test().stream().map(Footage::id).toList(),
        Files.readAllLines(folder.resolve("test.txt")));
  }

  @Test
  void sameSeedWritesTheSameBytes() throws IOException {
    write(other);
    for (Footage clip : clips().toList()) {
      String file = "videos/" + clip.id() + ".mp4";
      assertEquals(-1, Files.mismatch(folder.resolve(file), other.resolve(file)), file);
    }
  }

  @Test
  void rejectsTooFewClips() {
    Printed printed = Printed.by(new WorldVideos(), "--out=" + other, "--clips=5");
    assertEquals(1, printed.exitCode());
    assertTrue(
        printed.errors().contains("--clips: expected at least 6, found 5"), printed.errors());
  }

  @Test
  void errorNamesTheFileThatCannotBeWritten() throws IOException {
    Path taken = Files.createDirectories(other.resolve("videos/test-000.mp4"));
    Printed printed = Printed.by(new WorldVideos(), "--out=" + other, "--clips=6");
    assertEquals(1, printed.exitCode());
    assertTrue(
        printed.errors().startsWith("world-videos: " + taken + ": cannot be written: "),
        printed.errors());
    assertTrue(Files.notExists(other.resolve("captions.tsv")));
  }
}
