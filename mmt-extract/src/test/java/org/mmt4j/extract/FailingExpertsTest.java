package org.mmt4j.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.features.FeatureFileException;

/** Files, experts and openers that fail or are unavailable. */
class FailingExpertsTest extends ExtractionTestCase {

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
      ExtractionReport report =
          extraction(1, List.of(expert, new FailingExpert(failure))).run(videos, out);
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
    extraction(1, List.of(expert, new FailingExpert(new IOException("disk")))).run(videos, out);
    ExtractionReport again =
        extraction(1, List.of(expert, new FailingExpert(new IOException("full")))).run(videos, out);
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
    FeatureExtractorProvider damaged =
        new FailingExpert(new VideoFileException(file, "found no end"));
    ExtractionReport report = extraction(1, List.of(damaged)).run(videos, out);
    assertEquals(List.of(file + ": found no end"), messages(report));
    assertEquals(0, report.extracted());
    FeatureExtractorProvider other = new FailingExpert("other", new IOException("disk"));
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
        new FailingExpert(MeanColour.NAME, new IOException("disk")) {
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
  void explainsUnavailableAndUnknownExperts() {
    FeatureExtractorProvider unavailable = FailingExpert.unavailable();
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
    FeatureExtractors none =
        FeatureExtractors.of(List.of(FailingExpert.unavailable()), Optional.empty());
    Exception e = assertThrows(IllegalArgumentException.class, () -> FeatureExtraction.of(none));
    assertEquals(
        "experts: found none available, expected at least one; unavailable:"
            + " {speech=needs model.onnx}",
        e.getMessage());
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
    FeatureExtraction extraction = extraction(2, List.of(expert, FailingExpert.toClose()));
    Exception e = assertThrows(IllegalStateException.class, () -> extraction.run(videos, out));
    assertEquals("stuck", e.getMessage());
    assertEquals(0, expert.open.get());
  }

  @Test
  void expertThatCannotBeOpenedIsUnavailableAndTheOthersRun() throws IOException {
    clip("one.mkv", 0xff0000);
    clip("two.mkv", 0xff0000);
    ExtractionReport report =
        extraction(2, List.of(expert, FailingExpert.toOpen())).run(videos, out);
    assertEquals(2, report.extracted());
    assertEquals(List.of(), report.failures());
    assertEquals(List.of("expert zoo is unavailable: bad model"), report.notes());
    assertColour("one", 1, 0, 0);
    assertEquals(0, expert.open.get());
    MeanColour repaired = new MeanColour("zoo");
    assertEquals(report(2, 0), extraction(1, List.of(expert, repaired)).run(videos, out));
    assertEquals(2, repaired.extracted.get());
    assertEquals(2, expert.extracted.get());
  }

  @Test
  void videosWaitForAnExpertThatCannotBeOpened() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    ExtractionReport report =
        extraction(1, List.of(expert, FailingExpert.toOpen())).run(videos, out);
    assertEquals(0, report.extracted());
    assertEquals(List.of("expert zoo is unavailable: bad model"), report.notes());
    assertEquals(1, expert.extracted.get());
  }

  @Test
  void runFailsIfNoExpertCanBeOpened() throws IOException {
    clip("one.mkv", 0xff0000);
    FeatureExtraction extraction = extraction(2, List.of(FailingExpert.toOpen()));
    Exception e = assertThrows(IOException.class, () -> extraction.run(videos, out));
    assertEquals("bad model", e.getMessage());
    assertFalse(Files.exists(out.resolve("experts.json")));
  }
}
