package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;

/** Compares clips of the Debian package opencv-doc with ffprobe of the package ffmpeg. */
@Tag("clips")
class ClipsTest {

  private static final Path CLIPS = Path.of("/usr/share/doc/opencv-doc");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "examples/data/vtest.avi, 0",
    "examples/data/Megamind.avi, 48000",
    "examples/data/tree.avi, 0",
    "opencv4/html/box.mp4.gz, 44100",
    "opencv4/html/cup.mp4.gz, 48000"
  })
  void durationFramesAndSamplesMatchFfprobe(String clip, int rate) throws IOException {
    Path file = decompressed(CLIPS.resolve(clip));
    Video video = FfmpegVideo.open("clip", file);
    assertEquals(Double.parseDouble(probe(file, "format=duration").get(0)), video.duration(), 1e-5);
    assertEquals(probe(file, "stream=width", "-select_streams", "v").get(0), "" + video.width());
    assertEquals(rate > 0, video.hasAudio());
    assertFrameTimes(
        probe(file, "frame=best_effort_timestamp_time", "-select_streams", "v"), video);
    if (rate > 0) {
      assertEquals(expectedSamples(file, rate), samples(video, rate));
    }
  }

  /** Returns the number of decoded samples, plus the silence before the first. */
  private static long expectedSamples(Path file, int rate) throws IOException {
    String first = probe(file, "frame=best_effort_timestamp_time", "-select_streams", "a").get(0);
    List<String> counts = probe(file, "frame=nb_samples", "-select_streams", "a");
    return Math.round(Double.parseDouble(first) * rate)
        + counts.stream().mapToLong(Long::parseLong).sum();
  }

  private static void assertFrameTimes(List<String> expected, Video video) throws IOException {
    List<Double> found = new ArrayList<>();
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Exactly(64, 48))) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        found.add(frame.get().time());
      }
    }
    assertEquals(expected.size(), found.size());
    double latest = 0; // after damage, times of ffprobe may decrease, and the last may be unknown
    for (int i = 0; i < found.size(); i++) {
      String second = expected.get(i);
      latest = second.equals("N/A") ? found.get(i) : Math.max(latest, Double.parseDouble(second));
      assertEquals(latest, found.get(i), 1e-5);
    }
  }

  private static long samples(Video video, int rate) throws IOException {
    long samples = 0;
    try (AudioReader reader = video.audio(rate)) {
      for (Optional<float[]> block = reader.next(); block.isPresent(); block = reader.next()) {
        samples += block.get().length;
      }
    }
    return samples;
  }

  private Path decompressed(Path clip) throws IOException {
    assertTrue(Files.exists(clip), clip + ": missing, run apt-get install opencv-doc ffmpeg");
    if (!clip.toString().endsWith(".gz")) {
      return clip;
    }
    Path file = folder.resolve("clip.mp4");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(clip))) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Runs ffprobe, and returns one entry per line. */
  private static List<String> probe(Path file, String entries, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "quiet"));
    command.addAll(List.of(options));
    command.addAll(List.of("-show_entries", entries, "-of", "default=nw=1:nk=1", file.toString()));
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Splitter.on('\n').trimResults().omitEmptyStrings().splitToList(output);
  }
}
