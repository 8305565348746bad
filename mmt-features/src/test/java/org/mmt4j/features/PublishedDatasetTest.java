package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.fixtures.TestFiles;

class PublishedDatasetTest {

  private static final PublishedSplit MIECH = PublishedSplit.MSRVTT_MIECH;
  private static final List<Expert> RGB = List.of(Expert.of("rgb", 5));

  @TempDir private Path root;
  private Path trainList;
  private Path testList;

  @BeforeEach
  void createFiles() throws IOException {
    Path lists = Files.createDirectories(root.resolve("data/MSRVTT/symlinked-feats"));
    trainList = Files.writeString(lists.resolve("train_list_miech.txt"), "video1\nvideo2\n");
    testList = Files.writeString(lists.resolve("test_list_miech.txt"), "video3\n");
    for (String id : List.of("video1", "video2", "video3")) {
      Files.copy(
          Hdf5File.named("small"),
          Files.createDirectories(file(id).getParent()).resolve(id + ".h5"));
    }
  }

  @Test
  void loadsFeaturesAndSentences() throws Exception {
    VideoSplit test = PublishedDataset.open(root, MIECH, RGB).test();
    CaptionedVideo sample = test.load("video3");
    assertEquals("video3", sample.video().id());
    assertEquals(7, sample.video().expert("rgb").orElseThrow().count());
    assertTrue(sample.video().expert("s3d").isEmpty());
    assertEquals(List.of("A dog.", "Two dogs."), sample.captions());
    assertEquals(
        List.of(sample.captions()), test.loadAll().stream().map(CaptionedVideo::captions).toList());
  }

  @Test
  void usesTheGivenCaptionRule() throws Exception {
    PublishedDataset data =
        PublishedDataset.open(root, MIECH, RGB).withCaptionRule(CaptionRule.ofWords(1));
    assertEquals(List.of("A.", "Two."), data.test().load("video3").captions());
  }

  @Test
  void discoversExpertsByDefault() throws Exception {
    PublishedDataset data = PublishedDataset.open(root, MIECH);
    assertEquals(
        List.of(Expert.of("lzf", 5), Expert.of("rgb", 5), Expert.of("s3d", 5)), data.experts());
  }

  @Test
  void rejectsExpertOfTwoDimensionsWithBothFiles() {
    Path narrow = Hdf5File.named("small");
    Path wide = Hdf5File.named("wide");
    FeatureSource both = Hdf5Folder.of(root, Map.of("narrow", narrow, "wide", wide));
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class, () -> ExpertDiscovery.of(both, List.of("narrow", "wide")));
    assertEquals(
        wide + ": features.rgb: found dimension 6 in wide, expected 5 as in narrow, file " + narrow,
        e.getMessage());
  }

  @Test
  void acceptsWindowsLineEndsBlankLinesAndAByteOrderMark() throws Exception {
    Files.writeString(trainList, "\uFEFFvideo1\r\n\r\n  video2 \r\n\n");
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB);
    assertEquals(List.of("video1", "video2"), data.ids(Subset.TRAINVAL).stream().sorted().toList());
    assertEquals(2, data.train().size());
  }

  @Test
  void rejectsDuplicateIdWithBothLines() throws Exception {
    Files.writeString(trainList, "video1\n\nvideo2\nvideo1\n");
    assertRejected(trainList + ": line 4: found video1 again after line 1, expected unique ids");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc", "vid/eo", "video..1", "...", "vi", "C:\\x", "a\u0000bc"})
  void anyTextIsAnIdOfAVideoInsideTheFolder(String id) throws Exception {
    Files.writeString(testList, "video3\n" + id + "\n");
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB);
    FeatureFileException missing =
        assertThrows(FeatureFileException.class, () -> data.test().load(id));
    assertTrue(missing.file().normalize().startsWith(root), missing.getMessage());
  }

  @Test
  void rejectsInvalidLists() throws Exception {
    Files.writeString(testList, "\n \n");
    assertRejected(testList + ": found no video ids, expected one per line");
    Files.write(testList, "vidéo1".getBytes(StandardCharsets.ISO_8859_1));
    assertRejected(testList + ": found bytes that are not UTF-8, expected UTF-8");
    Files.delete(testList);
    assertRejected(testList + ": found no such file, expected a list of videos");
    Files.createDirectory(testList);
    assertRejected(testList + ": cannot be read (Is a directory)");
  }

  @Test
  void rejectsMissingFolders() throws Exception {
    Path missing = root.resolve("missing");
    FeatureFileException noRoot =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(missing, MIECH, RGB));
    assertEquals(
        missing + ": found no such folder, expected a folder with a data set", noRoot.getMessage());
    Path data = root.resolve("data");
    FeatureFileException noLayout =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(data, MIECH, RGB));
    assertTrue(noLayout.getMessage().contains("symlinked-feats: found no such folder"));
  }

  @Test
  void rejectsListedVideoWithoutFileBeforeAnyIsRead() throws Exception {
    Files.writeString(testList, "video3\nvideo8\nvideo9\n");
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB);
    FeatureFileException e = assertThrows(FeatureFileException.class, data::test);
    assertEquals(
        file("video8")
            + ": found no such file, expected the features of each listed video"
            + " (2 of 3 listed videos have no file)",
        e.getMessage());
    assertEquals(2, data.train().size());
  }

  @Test
  void reportsListedVideosWithoutFile() throws Exception {
    Files.writeString(testList, "video3\nvideo8\n");
    DataReport report = PublishedDataset.open(root, MIECH, RGB).validate(Subset.TEST);
    assertEquals(1, report.videos());
    assertEquals(new Spread(2, 2, 2), report.captions());
    assertEquals(
        List.of(file("video8") + ": found no such file, expected an HDF5 file"), report.problems());
  }

  @Test
  void reportsTruncatedTimes() throws Exception {
    Path loader = TestFiles.resource(PublishedDatasetTest.class, "golden/loader");
    List<Expert> s3d = List.of(Expert.of("s3d", 24));
    DataReport report = PublishedDataset.open(loader, MIECH, s3d).validate(Subset.TEST);
    Path videos = loader.resolve("data/MSRVTT/vid_feat_files/mult_h5/v/i/d");
    assertEquals(4, report.videos());
    assertEquals(
        List.of(
            videos.resolve("video7052.h5")
                + ": features_t.s3d: found 3 times, of which the first 2 are read",
            videos.resolve("video7022.h5")
                + ": raw_captions_t.0: found 8 times, of which the first 6 are read"),
        report.problems());
  }

  @Test
  void rejectsVideoWithoutCaptionsOrWithAnEmptyOne() throws Exception {
    VideoSplit test = PublishedDataset.open(root, MIECH, List.of()).test();
    Files.write(file("video3"), Files.readAllBytes(Hdf5File.named("types")));
    FeatureFileException none = assertThrows(FeatureFileException.class, () -> test.load("video3"));
    assertEquals(
        file("video3") + ": found no captions of video3, expected at least one", none.getMessage());
    Files.write(file("video3"), Files.readAllBytes(Hdf5File.named("empty_caption")));
    FeatureFileException empty =
        assertThrows(FeatureFileException.class, () -> test.load("video3"));
    assertEquals(
        file("video3") + ": raw_captions.1: caption: found no words, expected at least one",
        empty.getMessage());
  }

  @Test
  void rejectsVideosOutsideTheSplitAndDuplicateExperts() throws Exception {
    VideoSplit test = PublishedDataset.open(root, MIECH, RGB).test();
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> test.load("video1"));
    assertEquals(
        "video: found \"video1\", expected one of the 1 videos of this split",
        unknown.getMessage());
    List<Expert> duplicates = List.of(Expert.of("rgb", 5), Expert.of("rgb", 6));
    IllegalArgumentException duplicate =
        assertThrows(
            IllegalArgumentException.class, () -> PublishedDataset.open(root, MIECH, duplicates));
    assertEquals(
        "experts: found a duplicate of rgb, expected each expert once", duplicate.getMessage());
  }

  @Test
  void pickleSelectsTheOnlyCaptionOfATestVideo() throws Exception {
    Files.writeString(trainList.resolveSibling("train_list_jsfusion.txt"), "video1\n");
    Files.writeString(trainList.resolveSibling("val_list_jsfusion.txt"), "video3\n");
    Path numbers = trainList.resolveSibling("jsfusion_val_caption_idx.pkl");
    Files.write(numbers, pickle("video3", 1));
    PublishedDataset data = PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB);
    assertEquals(List.of("Two dogs."), data.test().load("video3").captions());
    assertEquals(List.of("A dog.", "Two dogs."), data.train().load("video1").captions());
    SampledVideo three = data.withSampling(Sampling.PAPER.withCaptions(3)).test().sample("video3");
    assertEquals(List.of("Two dogs.", "0.", "0."), three.captions());
    assertEquals(1, three.realCaptions());

    Files.write(numbers, pickle("video3", 2));
    VideoSplit test = PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB).test();
    FeatureFileException none = assertThrows(FeatureFileException.class, () -> test.load("video3"));
    assertEquals(
        file("video3")
            + ": found no raw_captions.2, expected the caption that the split tests with",
        none.getMessage());
    Files.delete(numbers);
    assertThrows(
        FeatureFileException.class,
        () -> PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB));
  }

  /** {@code pickle.dumps({id: number}, 2)}. */
  private static byte[] pickle(String id, int number) {
    String text =
        "\u0080\u0002}X" + (char) id.length() + "\0\0\0" + id + "K" + (char) number + "s.";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void readsPublishedSplitFromAStore() throws Exception {
    Path store = root.resolve("store");
    writeStore(store, "video1", "video3");
    VideoSplit files = PublishedDataset.open(root, MIECH, RGB).test();
    try (FeatureSource source = FeatureSources.open(store)) {
      PublishedDataset data = PublishedDataset.open(testList.getParent(), MIECH, source, RGB);
      CaptionedVideo found = data.test().load("video3");
      assertEquals(files.load("video3").captions(), found.captions());
      assertArrayEquals(
          files.load("video3").video().expert("rgb").orElseThrow().feature(6),
          found.video().expert("rgb").orElseThrow().feature(6));
      FeatureFileException e = assertThrows(FeatureFileException.class, data::train);
      assertEquals(
          testList.getParent()
              + ": found no features of video2, expected the features of each listed video"
              + " (1 of 2 listed videos have no file)",
          e.getMessage());
      DataReport report = data.validate(Subset.TRAINVAL);
      assertEquals(1, report.videos());
      assertEquals(
          List.of(testList.getParent() + ": found video2, which has no features"),
          report.problems());
    }
  }

  private void writeStore(Path store, String... ids) throws IOException {
    FeatureStoreWriter writer = FeatureStoreWriter.to(store);
    for (String id : ids) {
      writer.write(Hdf5Features.read(file(id), id, RGB));
    }
    writer.finish();
  }

  @Test
  void linesThatEndInH5ArePathsInsideTheRoot() throws Exception {
    Path folder = Files.createDirectories(root.resolve("other/place"));
    Files.copy(Hdf5File.named("small"), folder.resolve("one.h5"));
    Files.copy(Hdf5File.named("small"), folder.resolve("x.h5"));
    Files.writeString(testList, "other/place/one.h5\nvideo3\n" + folder.resolve("x.h5") + "\n");
    VideoSplit test = PublishedDataset.open(root, MIECH, RGB).test();
    assertEquals(List.of("one", "video3", "x"), test.ids());
    assertEquals("one", test.load("one").video().id());
    assertEquals(List.of("A dog.", "Two dogs."), test.load("x").captions());
    Files.writeString(testList, "other/missing/one.h5\n");
    FeatureFileException missing =
        assertThrows(
            FeatureFileException.class, () -> PublishedDataset.open(root, MIECH, RGB).test());
    assertEquals(root.resolve("other/missing/one.h5"), missing.file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.h5", "a/../x.h5", ".h5", "a/.h5", "a/.x.h5", "a\\x.h5", "a\tx.h5"})
  void rejectsPathsThatLeadUpwardsOrHaveNoFileName(String path) throws Exception {
    Files.writeString(testList, path + "\n");
    assertRejected(
        testList
            + ": line 1: found path \""
            + path
            + "\", expected the path of a file, without ..");
  }

  @Test
  void rejectsPathsOutsideTheRootAlsoThroughLinks(@TempDir Path outside) throws Exception {
    Path file = Files.copy(Hdf5File.named("small"), outside.resolve("one.h5"));
    Path link = Files.createSymbolicLink(root.resolve("link.h5"), file);
    Path linkedFolder = Files.createSymbolicLink(root.resolve("folder"), outside);
    for (Path path :
        List.of(file, link, linkedFolder.resolve("one.h5"), linkedFolder.resolve("missing.h5"))) {
      Files.writeString(testList, path + "\n");
      assertRejected(
          path + ": found the path of this file in a list, expected a file inside " + root);
    }
  }

  @Test
  void rejectsVideoWithDifferentPaths() throws Exception {
    Path lists =
        Files.createDirectories(root.resolve("data/howto100m/symlinked-feats/symlinked-feats"));
    for (String name : List.of("train", "trn", "val", "test")) {
      Files.writeString(lists.resolve(name + "_list_full.txt"), name + "/one.h5\n");
    }
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () -> PublishedDataset.open(root, PublishedSplit.HOWTO100M, RGB));
    assertEquals(
        lists.resolve("trn_list_full.txt")
            + ": found path trn/one.h5, expected train/one.h5 as in an earlier list",
        e.getMessage());
  }

  @Test
  void concatenatesTheTrainingListsOfMsrVtt() throws Exception {
    Files.writeString(trainList.resolveSibling("train_list.txt"), "video1\n");
    Files.writeString(trainList.resolveSibling("val_list.txt"), "video2\n");
    Files.writeString(trainList.resolveSibling("test_list.txt"), "video3\n");
    PublishedDataset data = PublishedDataset.open(root, PublishedSplit.MSRVTT_FULL, RGB);
    assertEquals(List.of("video1", "video2"), data.ids(Subset.TRAINVAL).stream().sorted().toList());
    Files.writeString(trainList.resolveSibling("val_list.txt"), "video1\n");
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () -> PublishedDataset.open(root, PublishedSplit.MSRVTT_FULL, RGB));
    assertTrue(
        e.getMessage()
            .endsWith("found video1, which is also in an earlier list; expected unique ids"),
        e.getMessage());
  }

  @Test
  void doesNotShuffleTheListsOfHowTo100m() throws Exception {
    Path lists =
        Files.createDirectories(root.resolve("data/howto100m/symlinked-feats/symlinked-feats"));
    for (Subset subset : List.of(Subset.TRAIN, Subset.TRN, Subset.VAL, Subset.TEST)) {
      String name = subset.name().toLowerCase(Locale.ROOT);
      Files.writeString(lists.resolve(name + "_list_full.txt"), name + "_b\n" + name + "_a\n");
    }
    PublishedDataset data =
        PublishedDataset.open(root, PublishedSplit.HOWTO100M, RGB).withCrossSeed(5);
    assertEquals(List.of("train_b", "train_a"), data.ids(Subset.TRAIN));
    assertEquals(List.of("train_b", "train_a"), data.ids(Subset.TRAINVAL));
    assertEquals(List.of("trn_b", "trn_a"), data.ids(Subset.TRN));
    assertEquals(List.of("val_b", "val_a"), data.ids(Subset.VAL));
    assertEquals(List.of("test_b"), data.without(Set.of("test_a")).ids(Subset.TEST));
  }

  @Test
  void trainingSamplesDependOnlyOnTheGenerator() throws Exception {
    Sampling any =
        Sampling.PAPER.withCaptions(1).withCaptionSelection(CaptionSelection.shuffled(1));
    VideoSplit train = PublishedDataset.open(root, MIECH, RGB).withSampling(any).train();
    Set<String> drawn = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      SampledVideo sample = train.sample("video1", new SplittableRandom(seed));
      assertEquals(
          sample.captions(), train.sample("video1", new SplittableRandom(seed)).captions());
      drawn.addAll(sample.captions());
    }
    assertEquals(Set.of("A dog.", "Two dogs."), drawn);
  }

  @Test
  void opensOtherSplitsOfThePublishedLayout() throws Exception {
    Path lists = Files.createDirectories(root.resolve("data/MSRVTT/mine"));
    Files.writeString(lists.resolve("train.txt"), "video1\n");
    Files.writeString(lists.resolve("test.txt"), "video2\n");
    PublishedSplit mine =
        PublishedSplit.of("mine", "MSRVTT", SplitLists.shuffled("train.txt", "test.txt"))
            .withListFolder("mine")
            .withExperts(RGB)
            .withMaxFeatures(7)
            .withSampling(Sampling.PAPER.withCaptions(1));
    assertEquals(7, mine.maxFeatures());
    PublishedDataset data = PublishedDataset.open(root, mine, mine.experts());
    assertEquals(RGB, data.experts());
    assertEquals(List.of("A dog."), data.test().load("video2").captions());
    assertEquals(mine, mine.withExperts(RGB));
    assertNotEquals(mine, mine.withMaxFeatures(8));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> mine.withMaxFeatures(0));
    assertEquals("maximum number of features: found 0, expected at least 1", e.getMessage());
  }

  @Test
  void discoversReadableExpertsOfASubset() throws Exception {
    Files.writeString(testList, "video3\nvideo8\n");
    PublishedDataset data =
        PublishedDataset.open(root, MIECH, List.of()).withDiscoveredExperts(Subset.TEST);
    assertEquals(
        List.of(Expert.of("lzf", 5), Expert.of("rgb", 5), Expert.of("s3d", 5)), data.experts());
  }

  @Test
  void splitsHaveNames() {
    assertEquals(MIECH, PublishedSplit.named("miech"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PublishedSplit.named("nosuch"));
    assertEquals(
        "split: found \"nosuch\", expected one of [jsfusion, miech, full, val1, lsmdc,"
            + " howto100m, howto100m-paper]",
        e.getMessage());
  }

  private void assertRejected(String message) {
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(root, MIECH, RGB));
    assertEquals(message, e.getMessage());
  }

  private Path file(String id) {
    return root.resolve("data/MSRVTT/vid_feat_files/mult_h5/v/i/d/" + id + ".h5");
  }
}
