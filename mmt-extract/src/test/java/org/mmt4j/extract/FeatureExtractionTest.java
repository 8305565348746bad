package org.mmt4j.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.words.SubtitledSpeech;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;

class FeatureExtractionTest {

  /** The start of a frame in AVI; its length follows. */
  private static final byte[] FRAME_TAG = "00dc".getBytes(UTF_8);

  @TempDir Path folder;

  private final MeanColour expert = new MeanColour();
  private final List<Path> finished = new ArrayList<>();
  private Path videos;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    videos = Files.createDirectories(folder.resolve("videos"));
    out = folder.resolve("out");
  }

  @Test
  void extractsFeaturesWithTimesOfEveryVideo() throws IOException {
    clip("red.mkv", 0xff0000);
    clip("inside/blue.mp4", 0x0000ff);
    Files.writeString(videos.resolve("notes.txt"), "no video");

    assertEquals(report(2, 0), extract(2));

    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedSet.of("blue", "red"), source.ids());
      ExpertFeatures red = source.readAll("red").features().expert(MeanColour.NAME).orElseThrow();
      assertEquals(2, red.count());
      assertArrayEquals(new float[] {1, 0, 0}, red.feature(1), 0.02f);
      assertEquals(0.25, red.time(0));
      assertEquals(0.75, red.time(1));
    }
    assertTrue(Files.exists(out.resolve("r/e/d/red.h5")));
    assertEquals(2, finished.size());
    assertEquals(0, expert.open.get());
  }

  @Test
  void secondRunExtractsOnlyNewVideos() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    byte[] before = Files.readAllBytes(out.resolve("o/n/e/one.h5"));
    clip("two.mkv", 0x00ff00);

    assertEquals(report(1, 1), extract(1));
    assertEquals(report(0, 2), extract(1));

    assertEquals(2, expert.extracted.get());
    assertArrayEquals(before, Files.readAllBytes(out.resolve("o/n/e/one.h5")));
  }

  @Test
  void extractionIsReproducible() throws IOException {
    clip("one.mp4", 0x123456);
    extract(1);
    byte[] first = Files.readAllBytes(out.resolve("o/n/e/one.h5"));
    Files.delete(out.resolve("o/n/e/one.h5"));
    extract(1);
    assertArrayEquals(first, Files.readAllBytes(out.resolve("o/n/e/one.h5")));
  }

  @Test
  void resumesStoppedRun() throws IOException {
    clip("one.mkv", 0xff0000);
    Path unfinished = out.resolve("o/n/e/one.h5.1b4e28ba.tmp");
    Files.createDirectories(unfinished.getParent());
    Files.write(unfinished, new byte[100]);
    assertEquals(report(1, 0), extract(1));
    assertEquals(ImmutableSortedSet.of("one"), FeatureSources.open(out).ids());
    assertFalse(Files.exists(unfinished));
  }

  @Test
  void countsDamagedPacketsOncePerVideo() throws IOException {
    Path file =
        TestClip.of(videos.resolve("one.avi"))
            .mjpeg()
            .painted((index, x, y) -> (index + 1) * (x + 3) * (y + 5) * 7919)
            .write();
    byte[] bytes = Files.readAllBytes(file);
    for (int start : new int[] {bytes.length / 3, bytes.length / 2}) {
      int packet = Bytes.indexOf(Arrays.copyOfRange(bytes, start, bytes.length), FRAME_TAG) + start;
      int length = Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(packet + FRAME_TAG.length));
      int content = packet + FRAME_TAG.length + Integer.BYTES;
      Arrays.fill(bytes, content, content + length, (byte) 0);
    }
    Files.write(file, bytes);
    ExtractionReport report = extract(1);
    assertEquals(1, report.extracted());
    assertEquals(ImmutableSortedMap.of(file, 2), report.damagedPackets());
  }

  @Test
  void reportsSubtitlesThatAreSkipped() throws IOException {
    clip("one.mkv", 0xff0000);
    Files.writeString(videos.resolve("one.en.srt"), "404: Not Found");
    FeatureExtractors experts =
        FeatureExtractors.of(List.of(expert, new SubtitledSpeech()), Optional.empty());
    ExtractionReport report = FeatureExtraction.of(experts).run(videos, out);
    assertEquals(1, report.extracted());
    assertEquals(
        List.of(
            videos.resolve("one.mkv")
                + ": skipped subtitles one.en.srt: found no cue, expected at least one"),
        report.notes());
  }

  @Test
  void usesFirstReadableFileOfSameName() throws IOException {
    Files.writeString(videos.resolve("one.avi"), "no video");
    clip("one.mkv", 0xff0000);
    clip("two/one.mkv", 0x00ff00);

    ExtractionReport first = extract(1);
    assertEquals(3, finished.size());
    ExtractionReport second = extract(1);

    assertEquals(1, first.extracted());
    assertEquals(1, second.skipped());
    assertEquals(first.failures(), second.failures());
    assertEquals(2, first.failures().size());
    assertTrue(
        first.failures().get(0).message().startsWith(videos.resolve("one.avi") + ": cannot"));
    assertEquals(
        videos.resolve("two/one.mkv")
            + ": found the name \"one\", expected a unique name: "
            + videos.resolve("one.mkv")
            + " has the same name without folder and extension; rename one of them",
        first.failures().get(1).message());
  }

  @Test
  void stopsIfFeaturesCannotBeWritten() throws IOException {
    for (String name : List.of("one.mkv", "other.mkv", "own.mkv")) {
      clip(name, 0xff0000);
    }
    Files.createDirectories(out);
    Files.createFile(out.resolve("o"));
    String message = failureMessage();
    assertTrue(message.startsWith(out + ": cannot be written ("), message);
    assertEquals(1, expert.extracted.get());
  }

  @Test
  void rejectsFileAsOutputFolder() throws IOException {
    clip("one.mkv", 0xff0000);
    Files.createFile(out);
    String message = ": cannot be written (found the file " + out + ", expected a folder)";
    assertEquals(out + message, failureMessage());
    Path file = out;
    out = out.resolve("features");
    assertEquals(out + message, failureMessage());
    assertEquals(0, Files.size(file));
  }

  private String failureMessage() {
    return assertThrows(FeatureFileException.class, () -> extract(1)).getMessage();
  }

  @Test
  void writesToTargetOfLink() throws IOException {
    clip("one.mkv", 0xff0000);
    Path target = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(out, target);
    assertEquals(report(1, 0), extract(1));
    assertTrue(Files.exists(target.resolve("o/n/e/one.h5")));
  }

  @Test
  void reportsEachBadFileInOneLineAndContinues() throws IOException {
    clip("good.mkv", 0xff0000);
    Files.createFile(videos.resolve("empty.mp4"));
    Files.write(videos.resolve("text.mp4"), "This is no video.".getBytes(UTF_8));
    clip("truncated.mkv", 0xff0000);
    byte[] whole = Files.readAllBytes(videos.resolve("truncated.mkv"));
    Files.write(videos.resolve("truncated.mkv"), Arrays.copyOf(whole, 100));
    TestClip.of(videos.resolve("sound.mp4"))
        .withoutFrames()
        .sound("aac", 16000, 1, (second, channel) -> Math.sin(second))
        .write();
    TestClip.of(videos.resolve("pixel.avi")).lossless().size(1, 1).write();
    Files.copy(videos.resolve("good.mkv"), videos.resolve("good.mp4"));
    Files.copy(videos.resolve("good.mkv"), videos.resolve("x.mkv"));

    ExtractionReport report = extract(3);

    assertEquals(1, report.extracted());
    assertEquals(
        List.of(
            "empty.mp4",
            "good.mp4",
            "pixel.avi",
            "sound.mp4",
            "text.mp4",
            "truncated.mkv",
            "x.mkv"),
        report.failures().stream().map(f -> f.file().getFileName().toString()).toList());
    for (ExtractionFailure failure : report.failures()) {
      assertTrue(failure.message().startsWith(failure.file() + ": "), failure.message());
      assertFalse(failure.message().contains("\n"), failure.message());
    }
    assertEquals(0, expert.open.get());
  }

  @Test
  void oneFailingExpertIsMissingAndTheOthersStay() throws IOException {
    clip("one.mkv", 0xff0000);
    FeatureExtractorProvider broken = new Failing();
    ExtractionReport report = extraction(1, List.of(expert, broken)).run(videos, out);
    assertEquals(1, report.extracted());
    assertEquals(List.of(), report.failures());
    assertEquals(
        List.of(videos.resolve("one.mkv") + ": expert broken failed: out of order"),
        report.notes());
    try (FeatureSource source = FeatureSources.open(out)) {
      VideoFeatures features = source.readAll("one").features();
      assertTrue(features.expert(MeanColour.NAME).isPresent());
      assertFalse(features.expert("broken").isPresent());
    }
  }

  @Test
  void videoFailsIfAllExpertsFail() throws IOException {
    clip("one.mkv", 0xff0000);
    ExtractionReport report = extraction(1, List.of(new Failing())).run(videos, out);
    assertEquals(0, report.extracted());
    assertEquals(
        videos.resolve("one.mkv") + ": expert broken failed: out of order",
        report.failures().get(0).message());
    assertFalse(Files.exists(out.resolve("o/n/e/one.h5")));
  }

  @Test
  void rejectsOutputFolderOfDifferentExperts() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    FeatureFileException error =
        assertThrows(
            FeatureFileException.class,
            () -> extraction(1, List.of(expert, new Failing())).run(videos, out));
    assertEquals(
        out.resolve("experts.json")
            + ": found features of experts [colour], expected [broken, colour]; use a separate output"
            + " folder for each set of experts",
        error.getMessage());
  }

  @Test
  void namesExpertsFileThatCannotBeRead() throws IOException {
    clip("one.mkv", 0xff0000);
    Path file = Files.createDirectories(out.resolve("experts.json"));
    String message = failureMessage();
    assertTrue(message.startsWith(file + ": cannot be read ("), message);
    assertEquals(0, expert.extracted.get());
  }

  @Test
  void skipsVideoWithoutFeaturesInSecondRun() throws IOException {
    TestClip.of(videos.resolve("one.mkv")).framesAt(0).write(); // ends before the first half second
    assertEquals(report(1, 0), extract(1));
    assertEquals(report(0, 1), extract(1));
  }

  @Test
  void rejectsMissingVideoFolder() {
    VideoFileException error =
        assertThrows(
            VideoFileException.class,
            () -> extraction(1, List.of(expert)).run(folder.resolve("missing"), out));
    assertTrue(error.getMessage().contains("found no such folder"), error.getMessage());
  }

  @Test
  void explainsUnavailableAndUnknownExperts() {
    FeatureExtractorProvider unavailable = new Unavailable();
    FeatureExtractors found = FeatureExtractors.of(List.of(expert, unavailable), Optional.empty());
    assertEquals(ImmutableSortedSet.of("colour"), found.available().keySet());
    assertEquals("needs model.onnx", found.unavailable().get("speech"));
    assertEquals(
        "expert speech: unavailable: needs model.onnx",
        assertThrows(
                IllegalArgumentException.class,
                () -> found.select(ImmutableSortedSet.of("colour", "speech")))
            .getMessage());
    assertEquals(
        "expert smell: found no such expert, expected one of [colour]",
        assertThrows(
                IllegalArgumentException.class, () -> found.select(ImmutableSortedSet.of("smell")))
            .getMessage());
  }

  @Test
  void rejectsExpertsOfWhichNoneIsAvailable() {
    FeatureExtractors none = FeatureExtractors.of(List.of(new Unavailable()), Optional.empty());
    Exception e = assertThrows(IllegalArgumentException.class, () -> FeatureExtraction.of(none));
    assertEquals(
        "experts: found none available, expected at least one; unavailable:"
            + " {speech=needs model.onnx}",
        e.getMessage());
  }

  @Test
  void rejectsZeroThreads() {
    FeatureExtraction one = extraction(1, List.of(expert));
    Exception e = assertThrows(IllegalArgumentException.class, () -> one.threads(0));
    assertEquals("threads: found 0, expected at least 1", e.getMessage());
  }

  @Test
  void usesGivenOpenerAndNoListenerByDefault() throws IOException {
    clip("one.mkv", 0xff0000);
    List<Path> opened = new ArrayList<>();
    FeatureExtraction.of(FeatureExtractors.of(List.of(expert), Optional.empty()))
        .opener(
            (id, file) -> {
              opened.add(file);
              return FfmpegVideo.open(id, file);
            })
        .run(videos, out);
    assertEquals(List.of(videos.resolve("one.mkv")), opened);
    assertEquals(List.of(), finished);
  }

  @Test
  void settingAnOptionDoesNotChangeTheOriginal() throws IOException {
    clip("one.mkv", 0xff0000);
    FeatureExtraction silent =
        FeatureExtraction.of(FeatureExtractors.of(List.of(expert), Optional.empty()));
    FeatureExtraction listening =
        silent.listener(
            new ExtractionListener() {
              @Override
              public void onVideo(Path file) {
                finished.add(file);
              }
            });
    silent.run(videos, out);
    assertEquals(List.of(), finished);
    listening.run(videos, folder.resolve("again"));
    assertEquals(List.of(videos.resolve("one.mkv")), finished);
  }

  @Test
  void rejectsUnavailableOpenerBeforeAnyWork() throws IOException {
    clip("one.mkv", 0xff0000);
    FeatureExtraction extraction =
        extraction(1, List.of(expert)).opener(new UnavailableOpener("found no natives"));
    Exception e = assertThrows(IllegalStateException.class, () -> extraction.run(videos, out));
    assertEquals("found no natives", e.getMessage());
    assertFalse(Files.exists(out));
  }

  @Test
  void closesAllExpertsIfClosingOneFails() throws IOException {
    clip("one.mkv", 0xff0000);
    FeatureExtraction extraction = extraction(2, List.of(expert, new FailingToClose()));
    Exception e = assertThrows(IllegalStateException.class, () -> extraction.run(videos, out));
    assertEquals("stuck", e.getMessage());
    assertEquals(0, expert.open.get());
  }

  @Test
  void closesOpenExpertsIfOneCannotBeOpened() throws IOException {
    clip("one.mkv", 0xff0000);
    FeatureExtraction extraction = extraction(2, List.of(expert, new FailingToOpen()));
    Exception e = assertThrows(IOException.class, () -> extraction.run(videos, out));
    assertEquals("bad model", e.getMessage());
    assertEquals(0, expert.open.get());
    assertFalse(Files.exists(out));
  }

  private void clip(String name, int colour) throws IOException {
    Path file = videos.resolve(name);
    Files.createDirectories(file.getParent());
    TestClip.of(file).painted((index, x, y) -> colour).write();
  }

  private ExtractionReport extract(int threads) throws IOException {
    return extraction(threads, List.of(expert)).run(videos, out);
  }

  private FeatureExtraction extraction(int threads, List<FeatureExtractorProvider> experts) {
    ExtractionListener listener =
        new ExtractionListener() {
          @Override
          public void onStart(int count) {
            finished.clear();
          }

          @Override
          public void onVideo(Path file) {
            finished.add(file);
          }
        };
    return FeatureExtraction.of(FeatureExtractors.of(experts, Optional.empty()))
        .threads(threads)
        .listener(listener);
  }

  private static ExtractionReport report(int extracted, int skipped) {
    return new ExtractionReport(
        extracted, skipped, ImmutableList.of(), ImmutableSortedMap.of(), ImmutableList.of());
  }

  private static final class Unavailable implements FeatureExtractorProvider {
    @Override
    public String name() {
      return "speech";
    }

    @Override
    public Optional<String> unavailableReason(Optional<Path> models) {
      return Optional.of("needs model.onnx");
    }

    @Override
    public FeatureExtractor open(Optional<Path> models) {
      throw new AssertionError("opened");
    }
  }

  private static class Failing implements FeatureExtractorProvider, FeatureExtractor {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public Optional<String> unavailableReason(Optional<Path> models) {
      return Optional.empty();
    }

    @Override
    public FeatureExtractor open(Optional<Path> models) throws IOException {
      return this;
    }

    @Override
    public Optional<ExpertFeatures> extract(Video video) {
      throw new IllegalStateException("out of order");
    }

    @Override
    public void close() {
      // holds no resources
    }
  }

  private static final class FailingToClose extends Failing {
    @Override
    public String name() {
      return "zoo"; // opened after the other expert
    }

    @Override
    public void close() {
      throw new IllegalStateException("stuck");
    }
  }

  private static final class FailingToOpen extends Failing {
    @Override
    public String name() {
      return "zoo"; // opened after the other expert
    }

    @Override
    public FeatureExtractor open(Optional<Path> models) throws IOException {
      throw new IOException("bad model");
    }
  }
}
