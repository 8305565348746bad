package org.mmt4j.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
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
  private int touched;
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

    assertEquals(report(2, 0), extract(2));

    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedSet.of("inside/blue", "red"), source.ids());
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
  void usesFirstReadableFileOfSameId() throws IOException {
    Files.writeString(videos.resolve("one.avi"), "no video");
    clip("one.mkv", 0xff0000);
    clip("one.mp4", 0x00ff00);
    clip("two/one.mkv", 0x0000ff);

    ExtractionReport first = extract(1);
    assertEquals(2, finished.size());
    ExtractionReport second = extract(1);

    assertEquals(2, first.extracted());
    assertEquals(2, second.skipped());
    assertEquals(first.failures(), second.failures());
    assertEquals(2, first.failures().size());
    assertTrue(
        first.failures().get(0).message().startsWith(videos.resolve("one.avi") + ": cannot"));
    assertEquals(
        videos.resolve("one.mp4")
            + ": found the id \"one\", expected a unique id: "
            + videos.resolve("one.mkv")
            + " has the same path without extension; rename one of them",
        first.failures().get(1).message());
    assertColour("one", 1, 0, 0);
    assertColour("two/one", 0, 0, 1);
  }

  @Test
  void fileWithFeaturesStaysTheVideoOfItsId() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    clip("one.avi", 0x00ff00);
    ExtractionReport report = extract(1);
    assertEquals(1, report.skipped());
    assertEquals(videos.resolve("one.avi"), report.failures().get(0).file());
    assertColour("one", 1, 0, 0);
  }

  @Test
  void previewAsGifIsNotTheVideo() throws IOException {
    clip("one.mkv", 0xff0000);
    Files.copy(videos.resolve("one.mkv"), videos.resolve("one.GIF"));
    ExtractionReport report = extract(1);
    assertEquals(1, report.extracted());
    assertEquals(videos.resolve("one.GIF"), report.failures().get(0).file());
  }

  @Test
  void filesOfTheSameNameInTwoFoldersAreTwoVideos() throws IOException {
    clip("cat/000.mkv", 0xff0000);
    clip("dog/000.mkv", 0x0000ff);
    assertEquals(report(2, 0), extract(2));
    assertColour("cat/000", 1, 0, 0);
    assertColour("dog/000", 0, 0, 1);
    assertTrue(Files.exists(out.resolve("c/a/t/cat%2F000.h5")));
    assertEquals(report(0, 2), extract(1));
  }

  @Test
  void neverTakesFeaturesOfAVideoInAnotherFolder() throws IOException {
    clip("cat/000.mkv", 0xff0000);
    clip("dog/000.mkv", 0x0000ff);
    Path cat = videos.resolve("cat");
    Path dog = videos.resolve("dog");
    Files.setLastModifiedTime(
        cat.resolve("000.mkv"), Files.getLastModifiedTime(dog.resolve("000.mkv")));
    videos = cat;
    assertEquals(report(1, 0), extract(1));
    videos = dog;
    assertEquals(
        List.of(
            dog.resolve("000.mkv")
                + ": found features of "
                + cat.resolve("000.mkv")
                + ", which has the same id \"000\", expected those of this file; use another output"
                + " folder, or extract a folder that contains both"),
        messages(extract(1)));
    assertColour("000", 1, 0, 0);
  }

  @Test
  void copyOfAFolderHasTheSameFeatures() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Files.copy(
        videos.resolve("one.mkv"), copy.resolve("one.mkv"), StandardCopyOption.COPY_ATTRIBUTES);
    videos = copy;
    assertEquals(report(0, 1), extract(1));
    Files.delete(folder.resolve("videos/one.mkv"));
    assertEquals(report(0, 1), extract(1));
  }

  @Test
  void changedVideoIsExtractedAnew() throws IOException {
    clip("one.mkv", 0xff0000);
    clip("two.mkv", 0xff0000);
    extract(1);
    clip("one.mkv", 0x0000ff);
    touch("one.mkv");
    assertEquals(report(1, 1), extract(1));
    assertColour("one", 0, 0, 1);
    assertEquals(report(0, 2), extract(1));
  }

  @Test
  void deletedFeaturesAreExtractedAnew() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    Files.delete(out.resolve("o/n/e/one.h5"));
    assertEquals(report(1, 0), extract(1));
  }

  @Test
  void anyNameIsAnId() throws IOException {
    List<String> names =
        List.of(
            "Screencast from 2024-05-01 10:11:12",
            "Wait for it... here",
            "1",
            "12",
            "Q&A: what is \"pickle\"?",
            "a|b",
            "..hidden",
            ".dot",
            "100%",
            "a%7Cb",
            " ",
            "Zo\u00eb",
            "Zoe\u0308",
            "x".repeat(240));
    for (String name : names) {
      clip(name + ".mkv", 0xff0000);
    }
    assertEquals(report(names.size(), 0), extract(2));
    assertEquals(report(0, names.size()), extract(2));
    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedSet.copyOf(names), source.ids());
    }
  }

  @Test
  void namesThatAreNotUtf8AreDifferentIds() throws IOException {
    clip("one.mkv", 0xff0000);
    for (String name : List.of("l%E4uft.mkv", "l%F6uft.mkv")) {
      Files.copy(videos.resolve("one.mkv"), Path.of(URI.create(videos.toUri().toString() + name)));
    }
    assertEquals(report(3, 0), extract(1));
    assertEquals(report(0, 3), extract(1));
    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedSet.of("l%E4uft", "l%F6uft", "one"), source.ids());
    }
  }

  @Test
  void countsOtherFilesByExtension() throws IOException {
    clip("one.mkv", 0xff0000);
    for (String name : List.of("a.txt", "b.TXT", "c.jpg", "one.srt", "one.en.vtt", "._one.mkv")) {
      Files.createFile(videos.resolve(name));
    }
    Files.createFile(videos.resolve("README"));
    assertEquals(
        ImmutableSortedMap.of(".jpg", 1, ".txt", 2, "hidden", 1, "without extension", 1),
        extract(1).otherFiles());
  }

  @Test
  void secondExtractionIntoTheSameFolderIsRefused() throws IOException {
    clip("one.mkv", 0xff0000);
    List<String> refusals = new ArrayList<>();
    ExtractionReport report =
        extraction(1, List.of(expert))
            .listener(
                new ExtractionListener() {
                  @Override
                  public void onStart(int count) {
                    refusals.add(failureMessage());
                  }
                })
            .run(videos, out);
    assertEquals(1, report.extracted());
    assertEquals(
        List.of(
            out
                + ": found another extraction that writes to this folder, expected none; wait for"
                + " its end, or use another folder"),
        refusals);
    assertEquals(report(0, 1), extract(1));
  }

  @Test
  void incompleteLineOfAStoppedRunDoesNotCount() throws IOException {
    clip("one.mkv", 0xff0000);
    clip("two.mkv", 0xff0000);
    extract(1);
    Path record = out.resolve("sources.jsonl");
    String lines = Files.readString(record);
    Files.writeString(record, lines.substring(0, lines.length() - 20));
    assertEquals(report(1, 1), extract(1));
    assertEquals(lines, Files.readString(record));
  }

  @Test
  void recordSaysWhichExpertsProcessedWhichFile() throws IOException {
    clip("a b/one.mkv", 0xff0000);
    Path file = videos.resolve("a b/one.mkv");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
    extract(1);
    assertEquals(
        "{\"id\":\"a b/one\",\"file\":\""
            + file.toUri()
            + "\",\"size\":"
            + Files.size(file)
            + ",\"modified\":\"2023-11-14T22:13:20.123Z\",\"experts\":[\"colour\"]}\n",
        Files.readString(out.resolve("sources.jsonl")));
  }

  @Test
  void featuresOfEarlierVersionsStayUnlessTheVideoIsNewer() throws IOException {
    clip("one.mkv", 0xff0000);
    clip("two.mkv", 0xff0000);
    extract(1);
    Files.delete(out.resolve("sources.jsonl"));
    touch("two.mkv");
    assertEquals(report(1, 1), extract(1));
    assertEquals(report(0, 2), extract(1));
    touch("one.mkv");
    assertEquals(report(1, 1), extract(1));
  }

  @Test
  void featuresThatWereWrittenButNotRecordedAreExtractedAnew() throws IOException {
    clip("one.mkv", 0xff0000);
    clip("two.mkv", 0xff0000);
    extract(1);
    Path record = out.resolve("sources.jsonl");
    Files.writeString(record, Files.readString(record).lines().findFirst().orElseThrow() + "\n");
    assertEquals(report(1, 1), extract(1));
  }

  @Test
  void furtherExpertsAddTheirFeatures() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    clip("two.mkv", 0x0000ff);
    MeanColour second = new MeanColour("second");
    assertEquals(report(2, 0), extraction(1, List.of(expert, second)).run(videos, out));
    assertEquals(report(0, 2), extraction(1, List.of(expert, second)).run(videos, out));
    assertEquals(report(0, 2), extract(1));
    assertEquals(2, expert.extracted.get());
    assertEquals(2, second.extracted.get());
    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedMap.of("colour", 3, "second", 3), source.dimensions("one"));
      assertEquals(ImmutableSortedMap.of("colour", 3, "second", 3), source.dimensions("two"));
    }
    assertColour("one", 1, 0, 0);
  }

  @Test
  void changedVideoLosesFeaturesOfExpertsThatHaveNotSeenIt() throws IOException {
    clip("one.mkv", 0xff0000);
    MeanColour second = new MeanColour("second");
    extraction(1, List.of(expert, second)).run(videos, out);
    touch("one.mkv");
    assertEquals(report(1, 0), extract(1));
    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedMap.of("colour", 3), source.dimensions("one"));
    }
    assertEquals(report(1, 0), extraction(1, List.of(expert, second)).run(videos, out));
  }

  @Test
  void damagedFeaturesAreNamedWhenExpertsAreAdded() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    Path features = out.resolve("o/n/e/one.h5");
    Files.write(features, new byte[100]);
    ExtractionReport report =
        extraction(1, List.of(expert, new MeanColour("second"))).run(videos, out);
    String message = messages(report).get(0);
    assertTrue(
        message.startsWith(
            videos.resolve("one.mkv")
                + ": features of other experts cannot be read ("
                + features
                + ": "),
        message);
    assertTrue(message.endsWith("); delete their file"), message);
    assertEquals(100, Files.size(features));
  }

  @Timeout(60)
  @Test
  void interruptStopsAtTheNextFrameAndLeavesNoFile() throws Exception {
    clip("one.mkv", 0xff0000);
    CountDownLatch reading = new CountDownLatch(2);
    FeatureExtraction endless =
        extraction(2, List.of(expert))
            .opener((id, file) -> new EndlessVideo(id, file, reading::countDown));
    clip("two.mkv", 0xff0000);
    AtomicReference<Exception> stopped = new AtomicReference<>();
    Thread run =
        new Thread(
            () -> stopped.set(assertThrows(IOException.class, () -> endless.run(videos, out))));
    run.start();
    reading.await();
    run.interrupt();
    run.join();
    assertEquals(InterruptedIOException.class, stopped.get().getClass());
    assertEquals(
        out + ": extraction stopped after 0 videos; run it again to extract the others",
        stopped.get().getMessage());
    assertEquals(0, expert.open.get());
    try (Stream<Path> files = Files.walk(out)) {
      assertEquals(
          List.of(".lock", "experts.json"),
          files
              .filter(Files::isRegularFile)
              .map(f -> f.getFileName().toString())
              .sorted()
              .toList());
    }
    assertEquals(report(2, 0), extract(1));
  }

  @Test
  void interruptedThreadStartsNothing() throws IOException {
    clip("one.mkv", 0xff0000);
    Thread.currentThread().interrupt();
    Exception e = assertThrows(InterruptedIOException.class, () -> extract(1));
    assertTrue(Thread.interrupted());
    assertEquals(out + ": extraction stopped before the first video", e.getMessage());
    assertFalse(Files.exists(out));
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

    ExtractionReport report = extract(3);

    assertEquals(1, report.extracted());
    assertEquals(
        List.of("empty.mp4", "good.mp4", "pixel.avi", "sound.mp4", "text.mp4", "truncated.mkv"),
        report.failures().stream().map(f -> f.file().getFileName().toString()).toList());
    for (ExtractionFailure failure : report.failures()) {
      assertTrue(failure.message().startsWith(failure.file() + ": "), failure.message());
      assertFalse(failure.message().contains("\n"), failure.message());
    }
    assertEquals(0, expert.open.get());
  }

  @Test
  void expertThatFailsDoesNotAffectOthers() throws IOException {
    clip("one.mkv", 0xff0000);
    clip("two.mkv", 0xff0000);
    for (Throwable failure :
        List.of(
            new IllegalStateException("out of order"),
            new IllegalStateException(),
            new IOException("disk"),
            new OutOfMemoryError("Java heap space"),
            new StackOverflowError(),
            new NoClassDefFoundError("Missing"),
            new AssertionError("never"))) {
      out = folder.resolve(failure.toString());
      ExtractionReport report = extraction(1, List.of(expert, failing(failure))).run(videos, out);
      assertEquals(2, report.extracted());
      String reason =
          failure instanceof Error || failure.getMessage() == null
              ? failure.toString()
              : failure.getMessage();
      assertEquals(
          List.of(
              videos.resolve("one.mkv") + ": expert broken failed: " + reason,
              videos.resolve("two.mkv") + ": expert broken failed: " + reason),
          messages(report));
      assertEquals(Optional.of("broken"), report.failures().get(0).expert());
      assertColour("one", 1, 0, 0);
    }
  }

  @Test
  void nextRunTriesFailedExpertsAgain() throws IOException {
    clip("one.mkv", 0xff0000);
    extraction(1, List.of(expert, failing(new IOException("disk")))).run(videos, out);
    ExtractionReport again =
        extraction(1, List.of(expert, failing(new IOException("full")))).run(videos, out);
    assertEquals(
        List.of(videos.resolve("one.mkv") + ": expert broken failed: full"), messages(again));
    assertEquals(1, expert.extracted.get());
    assertEquals(
        report(1, 0), extraction(1, List.of(expert, new MeanColour("broken"))).run(videos, out));
  }

  @Test
  void videoFailsInOneLineIfAllItsExpertsFail() throws IOException {
    clip("one.mkv", 0xff0000);
    Path file = videos.resolve("one.mkv");
    FeatureExtractorProvider damaged = failing(new VideoFileException(file, "found no end"));
    ExtractionReport report = extraction(1, List.of(damaged)).run(videos, out);
    assertEquals(List.of(file + ": found no end"), messages(report));
    assertEquals(0, report.extracted());
    FeatureExtractorProvider other =
        new Failing(new IOException("disk")) {
          @Override
          public String name() {
            return "other";
          }
        };
    assertEquals(
        List.of(file + ": expert broken failed: found no end; expert other failed: disk"),
        messages(extraction(1, List.of(damaged, other)).run(videos, out)));
    assertFalse(Files.exists(out.resolve("o/n/e/one.h5")));
  }

  @Test
  void openerThatFailsDoesNotEndTheRun() throws IOException {
    clip("one.mkv", 0xff0000);
    clip("two.mkv", 0xff0000);
    ExtractionReport report =
        extraction(1, List.of(expert))
            .opener(
                (id, file) -> {
                  if (id.equals("one")) {
                    throw new StackOverflowError();
                  }
                  return FfmpegVideo.open(id, file);
                })
            .run(videos, out);
    assertEquals(1, report.extracted());
    assertEquals(
        List.of(videos.resolve("one.mkv") + ": java.lang.StackOverflowError"), messages(report));
  }

  @Test
  void rejectsFeaturesOfADifferentDimension() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    FeatureExtractorProvider other =
        new Failing(new IOException("disk")) {
          @Override
          public String name() {
            return MeanColour.NAME;
          }

          @Override
          public int dimension() {
            return 1;
          }
        };
    clip("two.mkv", 0xff0000);
    FeatureFileException error =
        assertThrows(
            FeatureFileException.class, () -> extraction(1, List.of(other)).run(videos, out));
    assertEquals(
        out.resolve("experts.json")
            + ": found features of expert colour of dimension 3, expected 1; use another output"
            + " folder",
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
    assertFalse(Files.exists(out.resolve("experts.json")));
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
        extracted,
        skipped,
        ImmutableList.of(),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableList.of());
  }

  private static List<String> messages(ExtractionReport report) {
    return report.failures().stream().map(ExtractionFailure::message).toList();
  }

  private void assertColour(String id, float... colour) throws IOException {
    try (FeatureSource source = FeatureSources.open(out)) {
      ExpertFeatures found = source.readAll(id).features().expert(MeanColour.NAME).orElseThrow();
      assertArrayEquals(colour, found.feature(0), 0.02f);
    }
  }

  /** Makes a file newer than all features. */
  private void touch(String name) throws IOException {
    Path file = videos.resolve(name);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10 + touched++)));
  }

  private static Failing failing(Throwable failure) {
    return new Failing(failure);
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

    private final Throwable failure;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int dimension() {
      return 3;
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
    public Optional<ExpertFeatures> extract(Video video) throws IOException {
      Throwables.throwIfInstanceOf(failure, IOException.class);
      Throwables.throwIfUnchecked(failure);
      throw new AssertionError(failure);
    }

    @Override
    public void close() {
      // holds no resources
    }
  }

  private static final class FailingToClose extends Failing {

    FailingToClose() {
      super(new IOException("never called"));
    }

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

    FailingToOpen() {
      super(new IOException("never called"));
    }

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
