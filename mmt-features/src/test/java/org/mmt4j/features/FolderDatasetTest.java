package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;
import org.mmt4j.features.DataReport.ExpertCounts;
import org.mmt4j.fixtures.TestFiles;
import org.mmt4j.graph.ClosedException;

class FolderDatasetTest {

  @TempDir private Path folder;
  private Path tsv;
  private Path jsonl;

  @BeforeEach
  void createFiles() throws IOException {
    tsv = folder.resolve("captions.tsv");
    jsonl = folder.resolve("captions.jsonl");
    Files.createDirectories(folder.resolve("features"));
    for (String id : List.of("a", "my dog")) {
      Files.copy(Hdf5File.named("small"), file(id));
    }
  }

  @Test
  void eachLineWithTheIdOfAVideoIsACaption() throws Exception {
    Files.writeString(tsv, "my dog\ta dog barks\na\tA cat!\nmy dog\t two  dogs\n");
    FolderDataset data = FolderDataset.open(folder);
    assertEquals(List.of("my dog", "a"), data.all().ids());
    assertEquals(List.of("A dog barks.", "Two dogs."), data.all().load("my dog").captions());
    assertEquals(List.of("A cat!"), data.split(List.of("a")).loadAll().get(0).captions());
    assertEquals(
        List.of("A dog barks."),
        data.withSampling(Sampling.PAPER.withCaptions(1)).all().load("my dog").captions());
  }

  @Test
  void readsCaptionsFromJsonLines() throws Exception {
    Files.writeString(
        jsonl,
        "{\"id\": \"a\", \"caption\": \"a\\ttabby\", \"by\": 1}\r\n\r\n",
        StandardCharsets.UTF_8);
    assertEquals(List.of("A tabby."), FolderDataset.open(folder).all().load("a").captions());
  }

  @Test
  void acceptsWindowsLineEndsBlankLinesAndAByteOrderMark() throws Exception {
    Files.writeString(tsv, "\uFEFFa\tA dog.\r\n \r\nmy dog\tA cat.\r\n");
    FolderDataset data = FolderDataset.open(folder);
    assertEquals(List.of("a", "my dog"), data.all().ids());
    assertEquals(List.of("A dog."), data.all().load("a").captions());
  }

  @Test
  void featuresHaveStoredTimesByDefault() throws Exception {
    Files.writeString(tsv, "a\tA dog.\n");
    FolderDataset data = FolderDataset.open(folder);
    assertEquals(List.of("lzf", "rgb", "s3d"), data.experts().stream().map(Expert::name).toList());
    for (Expert expert : data.experts()) {
      assertEquals(new Timing.Stored(), expert.timing());
    }
    Expert everySecond = Expert.of("rgb", 5).withTiming(new Timing.Every(1));
    ExpertFeatures rgb =
        FolderDataset.open(folder, List.of(everySecond))
            .all()
            .load("a")
            .video()
            .expert("rgb")
            .orElseThrow();
    assertEquals(1.5, rgb.time(1));
  }

  @Test
  void skipsAndReportsVideosWithoutFeaturesOrCaptions() throws Exception {
    Files.writeString(tsv, "a\tA dog.\nlost\tA cat.\n");
    FolderDataset data = FolderDataset.open(folder);
    assertEquals(List.of("a"), data.all().ids());
    assertEquals(List.of("lost"), data.withoutFeatures());
    assertEquals(List.of("my dog"), data.withoutCaptions());
    assertEquals(
        List.of(
            tsv + ": 1 of 2 videos with captions have no features, such as lost",
            tsv + ": 1 of 2 videos with features have no captions, such as my dog"),
        data.validate().problems());
  }

  @Test
  void captionsMayNameTheVideoFile() throws Exception {
    Files.writeString(tsv, "my dog.MP4\tA dog.\na.webm\tA cat.\n");
    FolderDataset data = FolderDataset.open(folder);
    assertEquals(List.of("my dog", "a"), data.all().ids());
    assertEquals(List.of("A dog."), data.all().load("my dog").captions());
    assertEquals(List.of("a"), data.split(List.of("a.webm")).ids());
    DataReport report = data.validate();
    assertEquals(List.of(), report.problems());
    assertEquals(
        List.of(
            tsv
                + ": the ids of 2 of 2 videos differ from those of their features in the ending,"
                + " such as my dog.MP4 and my dog"),
        report.notes());
  }

  @Test
  void skipsVideosThatCannotBeReadOnRequest() throws Exception {
    Files.writeString(tsv, "bad\tA horse.\na\tA dog.\nmy dog\tA cat.\n");
    Files.writeString(
        file("bad"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FolderDataset.open(folder));
    String pointer =
        file("bad")
            + ": found a pointer of Git LFS instead of the content, expected an HDF5 file: run"
            + " \"git lfs pull\" in the repository, or download the file itself";
    assertEquals(pointer, e.getMessage());
    FolderDataset data = FolderDataset.open(folder, FolderOptions.DEFAULT.skipMissing());
    assertEquals(List.of("a", "my dog"), data.all().ids());
    assertEquals(Map.of("bad", pointer), data.all().skipped());
    assertEquals(List.of("a"), data.split(List.of("bad", "a")).ids());
    DataReport report = data.validate();
    assertEquals(List.of(pointer), report.skipped());
    assertEquals(List.of(), report.problems());
    assertTrue(report.toString().contains("1 of 3 videos skipped"), report.toString());
    Files.writeString(tsv, "bad\tA horse.\n");
    FeatureFileException none =
        assertThrows(
            FeatureFileException.class,
            () -> FolderDataset.open(folder, FolderOptions.DEFAULT.skipMissing()));
    assertEquals(
        tsv
            + ": found no video whose features can be read, expected at least one; the first: "
            + pointer,
        none.getMessage());
  }

  @Test
  void readsFeaturesFromAnySource() throws Exception {
    Files.writeString(tsv, "video0000\tA dog.\nvideo0001\tA cat.\n");
    Path store = folder.resolve("store");
    FeatureStoreWriter writer = FeatureStoreWriter.to(store);
    for (StoredVideo video : ContractVideos.all()) {
      writer.write(video);
    }
    writer.finish();
    try (FeatureSource source = FeatureSources.open(store)) {
      try (FolderDataset data = FolderDataset.open(folder, source)) {
        assertEquals(List.of("A cat."), data.all().load("video0001").captions());
        assertEquals(List.of("rgb", "s3d"), data.experts().stream().map(Expert::name).toList());
        assertEquals(List.of("video0002"), data.withoutCaptions());
      }
      assertEquals(3, source.ids().size());
    }
    deleteFeatures();
    Files.move(store, folder.resolve("features"));
    FolderDataset data = FolderDataset.open(folder);
    VideoSplit all = data.all();
    assertEquals(0.85, s3d(all.load("video0000")).time(1));
    data.close();
    data.close();
    assertThrows(ClosedException.class, () -> all.load("video0000"));
  }

  private static ExpertFeatures s3d(CaptionedVideo video) {
    return video.video().expert("s3d").orElseThrow();
  }

  private void deleteFeatures() throws IOException {
    Files.delete(file("a"));
    Files.delete(file("my dog"));
    Files.delete(folder.resolve("features"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sources/ce", "sources/npy", "sources/npz"})
  void readsArraysWithoutTimes(String format) throws Exception {
    Files.writeString(tsv, "video0000\tA dog.\n");
    try (FeatureSource source =
            FeatureSources.open(TestFiles.resource(FolderDatasetTest.class, format));
        FolderDataset data = FolderDataset.open(folder, source)) {
      assertEquals(
          List.of(),
          data.validate().problems().stream().filter(p -> p.contains("video0000")).toList());
      assertEquals(ExpertFeatures.UNKNOWN_TIME, s3d(data.all().load("video0000")).time(1));
    }
  }

  @Test
  void reportCountsContentsAndListsUnusableVideos() throws Exception {
    Files.writeString(tsv, "a\tA dog.\na\tA cat.\nmy dog\tA cow.\nbad\tA horse.\n");
    Files.writeString(file("bad"), "no HDF5");
    Expert rgb = Expert.of("rgb", 5).withTiming(new Timing.Every(1));
    DataReport report = FolderDataset.open(folder, List.of(rgb)).validate();
    assertEquals(2, report.videos());
    assertEquals(new Spread(1, 1.5, 2), report.captions());
    assertEquals(
        List.of(new ExpertCounts("rgb", 5, 2, new Spread(7, 7, 7), 2, 6.5)), report.experts());
    assertEquals(1, report.problems().size());
    assertTrue(report.problems().get(0).startsWith(file("bad") + ": "), report.toString());
    List<String> table = report.toString().lines().toList();
    assertEquals("2 videos, captions of a video: 1 to 2, median 1.5", table.get(0));
    assertEquals(
        "rgb                  5        2        7      7.0        7        2         6.5",
        table.get(2));
    assertEquals("1 problem", table.get(3));
  }

  @Test
  void tableShowsTwentyProblems() {
    DataReport.Builder report = new DataReport.Builder();
    for (int i = 0; i < 30; i++) {
      report.problem("file" + i);
    }
    List<String> lines = report.build().toString().lines().toList();
    assertEquals("  file19", lines.get(lines.size() - 2));
    assertEquals("  and 10 more", lines.get(lines.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "x/a", "x\\a", "a..b", "..", ".a", "C:a", "1"})
  void anyTextIsAnId(String id) throws Exception {
    Files.writeString(tsv, "a\tA dog.\n" + id + "\tA cat.\n");
    try (FolderDataset data = FolderDataset.open(folder)) {
      assertEquals(List.of(id), data.withoutFeatures());
    }
  }

  @Test
  void rejectsEmptyIdWithItsLine() throws Exception {
    Files.writeString(tsv, "a\tA dog.\n\tA cat.\n");
    assertRejected(tsv + ": line 2: found id \"\", expected an id of at least one character");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a dog | 'line 1: found 1 column, expected an id, a tab and a caption; the separator is a tab, a comma or a semicolon'",
        "'a\t  ' | 'line 1: found no words, expected a caption for video a'",
        "'' | 'found no captions, expected one per line'"
      })
  void rejectsLinesWithoutIdOrCaption(String line, String problem) throws Exception {
    Files.writeString(tsv, line + "\n");
    assertRejected(tsv + ": " + problem);
  }

  @Test
  void rejectsMissingFilesAndTwoCaptionFiles() throws Exception {
    Files.writeString(tsv, "b\tA dog.\n");
    Files.writeString(jsonl, "");
    assertRejected(
        folder
            + ": found captions.tsv and captions.jsonl, expected one of captions.tsv,"
            + " captions.csv, captions.jsonl, captions.json");
    Files.delete(jsonl);
    Path features = folder.resolve("features");
    assertRejected(
        tsv
            + ": found no video with captions and features, expected at least one: 1 of 1 videos"
            + " with captions have no features, such as b; 2 of 2 videos with features have no"
            + " captions, such as a, my dog");
    deleteFeatures();
    assertRejected(features + ": found no such folder, expected a folder with features");
    Files.delete(tsv);
    assertRejected(
        folder
            + ": found no captions, expected one of captions.tsv, captions.csv, captions.jsonl, captions.json");
  }

  @Test
  void rejectsSplitWithUnknownOrDuplicateVideos() throws Exception {
    Files.writeString(tsv, "a\tA dog.\n");
    FolderDataset data = FolderDataset.open(folder);
    for (List<String> ids : List.of(List.of("my dog"), List.of("a", "a"))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> data.split(ids));
      assertEquals(
          "video: found \""
              + ids.get(0)
              + "\", expected each video once, and one of the 1 with features and captions",
          e.getMessage());
    }
  }

  @Property(tries = 1000)
  void anyBytesAreReadOrRejected(@ForAll byte[] bytes, @ForAll @IntRange(max = 2) int format)
      throws IOException {
    Path directory = Files.createTempDirectory("captions");
    Path file =
        directory.resolve(List.of("captions.tsv", "captions.csv", "captions.jsonl").get(format));
    try {
      CaptionFile.read(Files.write(file, bytes), Optional.empty());
    } catch (FeatureFileException e) {
      assertEquals(file, e.file());
    } finally {
      Files.delete(file);
      Files.delete(directory);
    }
  }

  private void assertRejected(String message) {
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FolderDataset.open(folder));
    assertEquals(message, e.getMessage());
  }

  private Path file(String id) {
    return folder.resolve("features").resolve(id + ".h5");
  }
}
