package org.mmt4j.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.words.SubtitledSpeech;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;

class FeatureExtractionTest extends ExtractionTestCase {

  /** The start of a frame in AVI; its length follows. */
  private static final byte[] FRAME_TAG = "00dc".getBytes(UTF_8);

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
  void extractionIsReproducible() throws IOException {
    clip("one.mp4", 0x123456);
    extract(1);
    byte[] first = Files.readAllBytes(out.resolve("o/n/e/one.h5"));
    Files.delete(out.resolve("o/n/e/one.h5"));
    extract(1);
    assertArrayEquals(first, Files.readAllBytes(out.resolve("o/n/e/one.h5")));
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
  void writesToTargetOfLink() throws IOException {
    clip("one.mkv", 0xff0000);
    Path target = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(out, target);
    assertEquals(report(1, 0), extract(1));
    assertTrue(Files.exists(target.resolve("o/n/e/one.h5")));
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
}
