package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
  void layOut() throws IOException {
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
  void videosLoadWithFeaturesAndSentences() throws Exception {
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
  void captionRuleIsTheOneGiven() throws Exception {
    PublishedDataset data =
        PublishedDataset.open(root, MIECH, RGB).withCaptionRule(CaptionRule.ofWords(1));
    assertEquals(List.of("A.", "Two."), data.test().load("video3").captions());
  }

  @Test
  void expertsNotGivenAreDiscovered() throws Exception {
    PublishedDataset data = PublishedDataset.open(root, MIECH);
    assertEquals(
        List.of(Expert.of("lzf", 5), Expert.of("rgb", 5), Expert.of("s3d", 5)), data.experts());
  }

  @Test
  void expertOfTwoDimensionsNamesBothFiles() {
    Path narrow = Hdf5File.named("small");
    Path wide = Hdf5File.named("wide");
    FeatureSource both = Hdf5Folder.of(root, Map.of("narrow", narrow, "wide", wide));
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class, () -> ExpertDiscovery.of(both, List.of("narrow", "wide")));
    assertEquals(
        wide + ": features.rgb: found dimension 6, expected 5 as narrow in " + narrow,
        e.getMessage());
  }

  @Test
  void listsMayHaveWindowsLineEndsBlankLinesAndAByteOrderMark() throws Exception {
    Files.writeString(trainList, "\uFEFFvideo1\r\n\r\n  video2 \r\n\n");
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB);
    assertEquals(List.of("video1", "video2"), data.ids(Subset.TRAINVAL).stream().sorted().toList());
    assertEquals(2, data.train().size());
  }

  @Test
  void doubledIdIsRefusedWithBothLines() throws Exception {
    Files.writeString(trainList, "video1\n\nvideo2\nvideo1\n");
    assertRefused(trainList + ": line 4: found video1 again, first in line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc", "vid/eo", "vid\\eo", "video..1", "...", "vi", "C:\\x", "a\u0000bc"})
  void idThatIsNoSafeFileNameIsRefused(String id) throws Exception {
    Files.writeString(testList, "video3\n" + id + "\n");
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(root, MIECH, RGB));
    assertEquals(
        testList + ": line 2: found id \"" + id + "\", " + PublishedPath.problem(id).orElseThrow(),
        e.getMessage());
  }

  @Test
  void listsThatAreNoneAreRefused() throws Exception {
    Files.writeString(testList, "\n \n");
    assertRefused(testList + ": found no video ids, expected one a line");
    Files.write(testList, "vidéo1".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(testList + ": found bytes that are not UTF-8, expected UTF-8");
    Files.delete(testList);
    assertRefused(testList + ": found no such file, expected a list of videos");
    Files.createDirectory(testList);
    assertRefused(testList + ": cannot be read (Is a directory)");
  }

  @Test
  void absentFoldersAreRefused() throws Exception {
    Path absent = root.resolve("absent");
    FeatureFileException noRoot =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(absent, MIECH, RGB));
    assertEquals(
        absent + ": found no such folder, expected one with a data set", noRoot.getMessage());
    Path data = root.resolve("data");
    FeatureFileException noLayout =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(data, MIECH, RGB));
    assertTrue(noLayout.getMessage().contains("symlinked-feats: found no such folder"));
  }

  @Test
  void listedVideoWithoutFileIsRefusedBeforeAnyIsRead() throws Exception {
    Files.writeString(testList, "video3\nvideo8\nvideo9\n");
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB);
    FeatureFileException e = assertThrows(FeatureFileException.class, data::test);
    assertEquals(
        file("video8")
            + ": found no such file, expected the features of a listed video"
            + " (2 of 3 listed videos have no file)",
        e.getMessage());
    assertEquals(2, data.train().size());
  }

  @Test
  void reportNamesListedVideosWithoutFile() throws Exception {
    Files.writeString(testList, "video3\nvideo8\n");
    DataReport report = PublishedDataset.open(root, MIECH, RGB).validate(Subset.TEST);
    assertEquals(1, report.videos());
    assertEquals(new Spread(2, 2, 2), report.captions());
    assertEquals(List.of(file("video8") + ": found no such file"), report.problems());
  }

  @Test
  void reportNamesTimesThatAreMoreThanFeaturesOrWords() throws Exception {
    Path loader = TestFiles.resource(PublishedDatasetTest.class, "golden/loader");
    List<Expert> s3d = List.of(Expert.of("s3d", 24));
    DataReport report = PublishedDataset.open(loader, MIECH, s3d).validate(Subset.TEST);
    Path videos = loader.resolve("data/MSRVTT/vid_feat_files/mult_h5/v/i/d");
    assertEquals(4, report.videos());
    assertEquals(
        List.of(
            videos.resolve("video7052.h5") + ": features_t.s3d: found 3 times, of which 2 are read",
            videos.resolve("video7022.h5")
                + ": raw_captions_t.0: found 8 times, of which 6 are read"),
        report.problems());
  }

  @Test
  void videoWithoutCaptionsOrWithAnEmptyOneIsRefused() throws Exception {
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
  void strangersToASplitAndDoubledExpertsAreRefused() throws Exception {
    VideoSplit test = PublishedDataset.open(root, MIECH, RGB).test();
    IllegalArgumentException stranger =
        assertThrows(IllegalArgumentException.class, () -> test.load("video1"));
    assertEquals(
        "video: found \"video1\", expected one of the 1 of this split", stranger.getMessage());
    List<Expert> twice = List.of(Expert.of("rgb", 5), Expert.of("rgb", 6));
    IllegalArgumentException doubled =
        assertThrows(
            IllegalArgumentException.class, () -> PublishedDataset.open(root, MIECH, twice));
    assertEquals("experts: found rgb twice, expected each once", doubled.getMessage());
  }

  @Test
  void onlyCaptionOfATestVideoIsTheOneInThePickle() throws Exception {
    Files.writeString(trainList.resolveSibling("train_list_jsfusion.txt"), "video1\n");
    Files.writeString(trainList.resolveSibling("val_list_jsfusion.txt"), "video3\n");
    Path numbers = trainList.resolveSibling("jsfusion_val_caption_idx.pkl");
    Files.write(numbers, pickle("video3", 1));
    PublishedDataset data = PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB);
    assertEquals(List.of("Two dogs."), data.test().load("video3").captions());
    assertEquals(List.of("A dog.", "Two dogs."), data.train().load("video1").captions());
    SampledVideo three = data.withSampling(Sampling.PAPER.withCaptions(3)).test().sample("video3");
    assertEquals(List.of("Two dogs.", "0.", "0."), three.captions());
    assertEquals(1, three.real());

    Files.write(numbers, pickle("video3", 2));
    VideoSplit test = PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB).test();
    FeatureFileException none = assertThrows(FeatureFileException.class, () -> test.load("video3"));
    assertEquals(
        file("video3") + ": found no raw_captions.2, expected the caption to test with",
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
  void storesHoldPublishedVideosToo() throws Exception {
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
              + ": found video2, expected the features of a listed video"
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
    Path other = Files.createDirectories(root.resolve("other/place"));
    Files.copy(Hdf5File.named("small"), other.resolve("one.h5"));
    Files.copy(Hdf5File.named("small"), other.resolve("x.h5"));
    Files.writeString(testList, "other/place/one.h5\nvideo3\n" + other.resolve("x.h5") + "\n");
    VideoSplit test = PublishedDataset.open(root, MIECH, RGB).test();
    assertEquals(List.of("one", "video3", "x"), test.ids());
    assertEquals("one", test.load("one").video().id());
    assertEquals(List.of("A dog.", "Two dogs."), test.load("x").captions());
    Files.writeString(testList, "other/absent/one.h5\n");
    FeatureFileException absent =
        assertThrows(
            FeatureFileException.class, () -> PublishedDataset.open(root, MIECH, RGB).test());
    assertEquals(root.resolve("other/absent/one.h5"), absent.file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.h5", "a/../x.h5", ".h5", "a/.h5", "a/.x.h5", "a\\x.h5", "a\tx.h5"})
  void pathsThatLeadUpwardsOrToNoNameAreRefused(String path) throws Exception {
    Files.writeString(testList, path + "\n");
    assertRefused(
        testList + ": line 1: found path \"" + path + "\", expected one of a file, without ..");
  }

  @Test
  void pathsOutsideTheRootAreRefusedAlsoThroughLinks(@TempDir Path outside) throws Exception {
    Path file = Files.copy(Hdf5File.named("small"), outside.resolve("one.h5"));
    Path link = Files.createSymbolicLink(root.resolve("link.h5"), file);
    Path folder = Files.createSymbolicLink(root.resolve("folder"), outside);
    for (Path path : List.of(file, link, folder.resolve("one.h5"), folder.resolve("absent.h5"))) {
      Files.writeString(testList, path + "\n");
      assertRefused(path + ": found in a list, expected a file inside " + root);
    }
  }

  @Test
  void aVideoHasOnePathInAllLists() throws Exception {
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
            + ": found trn/one.h5, which an earlier list has as train/one.h5",
        e.getMessage());
  }

  @Test
  void trainingListsOfAllOfMsrVttAreJoined() throws Exception {
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
    assertTrue(e.getMessage().endsWith("found video1, which an earlier list has"), e.getMessage());
  }

  @Test
  void listsOfHowTo100mAreTakenAsTheyAre() throws Exception {
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
  void trainingSamplesFollowTheGeneratorThatTheyAreGiven() throws Exception {
    Sampling any = Sampling.PAPER.withCaptions(1).withPicking(CaptionPicking.shuffled(1));
    VideoSplit train = PublishedDataset.open(root, MIECH, RGB).withSampling(any).train();
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      SampledVideo sample = train.sample("video1", new SplittableRandom(seed));
      assertEquals(
          sample.captions(), train.sample("video1", new SplittableRandom(seed)).captions());
      seen.addAll(sample.captions());
    }
    assertEquals(Set.of("A dog.", "Two dogs."), seen);
  }

  @Test
  void cutsHaveNames() {
    assertEquals(MIECH, PublishedSplit.named("miech"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PublishedSplit.named("nosuch"));
    assertEquals(
        "split: found \"nosuch\", expected one of [jsfusion, miech, full, val1, lsmdc,"
            + " howto100m, howto100m-paper]",
        e.getMessage());
  }

  private void assertRefused(String message) {
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(root, MIECH, RGB));
    assertEquals(message, e.getMessage());
  }

  private Path file(String id) {
    return root.resolve("data/MSRVTT/vid_feat_files/mult_h5/v/i/d/" + id + ".h5");
  }
}
