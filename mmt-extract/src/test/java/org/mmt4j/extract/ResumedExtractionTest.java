package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;

/** What a second run does with the features of an earlier one. */
class ResumedExtractionTest extends ExtractionTestCase {

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

  @Test
  void skipsVideoWithoutFeaturesInSecondRun() throws IOException {
    TestClip.of(videos.resolve("one.mkv")).framesAt(0).write(); // ends before the first half second
    assertEquals(report(1, 0), extract(1));
    assertEquals(report(0, 1), extract(1));
  }
}
