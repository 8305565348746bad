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
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.fixtures.TestFiles;

class PublishedDatasetTest {

  private static final PublishedSplit MIECH = PublishedSplit.MSRVTT_MIECH;
  private static final List<Expert> RGB = List.of(Expert.of("rgb", 5));

  private static final List<String> TRN = List.of("vid2230", "vid668", "vid3616", "vid2363");

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
  void eachLineOfAListIsAnEntry() throws Exception {
    Files.writeString(trainList, "video1\n\nvideo2\nvideo1\n");
    Files.writeString(testList, "video3\nvideo3\n");
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB);
    VideoSplit train = data.train();
    assertEquals(List.of("video1", "video1", "video2"), train.ids().stream().sorted().toList());
    assertEquals(3, train.loadAll().size());
    assertEquals("video3", data.test().load(1).video().id());
    assertEquals(2, data.validate(Subset.TRAINVAL).videos());
    Sampling clip = Sampling.PAPER.withClip(new ClipWindow(1, 1, 1, 1));
    VideoSplit clips = data.withSampling(clip).test();
    assertEquals(clips.sample("video3").captions(), clips.load(0).captions());
  }

  /** The order is that of {@code numpy.random.RandomState(seed).shuffle} for the first column. */
  @Test
  void clipsOfLsmdcAreEntriesForEachSentenceInTheOrderOfTheReference() throws Exception {
    Path lists = Files.createDirectories(root.resolve("data/LSMDC/symlinked-feats"));
    Files.writeString(
        lists.resolve("LSMDC16_annos_training.csv"),
        "0_a\t1\tHe waits.\n0_a\t2\t\"Stop,\" says SOMEONE.\n1_b \t3\t\"Two\nlines\tof \"\"one\"\"\"\n"
            + "2_c\t4\tSays \"no\".\n1_b\t5\tx\n3_d\t6\t\"y\"\r\n\n4_e\t7\t\"Never\n");
    Files.writeString(
        lists.resolve("LSMDC16_challenge_1000_publictect.csv"), "5_f\t1\tx\n6_g\t1\t\"y\n\"\n");
    PublishedDataset data = PublishedDataset.open(root, PublishedSplit.LSMDC, RGB);
    List<String> shuffled = List.of("4_e", "1_b", "0_a", "2_c", "0_a", "3_d", "1_b");
    assertEquals(shuffled, data.ids(Subset.TRAINVAL));
    assertEquals(shuffled.subList(0, 2), data.ids(Subset.VAL));
    assertEquals(shuffled.subList(2, 7), data.ids(Subset.TRAIN));
    assertEquals(shuffled.subList(2, 4), data.ids(Subset.TRN));
    assertEquals(List.of("5_f", "6_g"), data.ids(Subset.TEST));
    assertEquals(
        List.of("4_e", "1_b", "1_b", "0_a", "0_a", "3_d", "2_c"),
        data.withCrossSeed(5).ids(Subset.TRAINVAL));
    assertEquals(
        List.of("4_e", "1_b", "2_c", "3_d", "1_b"),
        data.without(Set.of("0_a")).ids(Subset.TRAINVAL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc", "vid/eo", "video..1", "...", "vi", "C:\\x"})
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
    assertRejected(
        testList
            + ": line 1: found byte 0xE9, which is not UTF-8, expected text in UTF-8; save it as"
            + " UTF-8 (from Windows: iconv -f WINDOWS-1252 -t UTF-8)");
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
            + " (2 of 3 listed videos have no file); to skip such videos: skipMissing(),"
            + " --skip-missing",
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
    FeatureFileException missing =
        assertThrows(
            FeatureFileException.class,
            () -> PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB));
    assertEquals(
        numbers
            + ": found no such file, expected a pickled dict from the ids of the test videos to the"
            + " numbers of their captions, from 0; it belongs to the lists of the split: copy it"
            + " beside them",
        missing.getMessage());
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
              + " (1 of 2 listed videos have no file); to skip such videos: skipMissing(),"
              + " --skip-missing",
          e.getMessage());
      DataReport report = data.validate(Subset.TRAINVAL);
      assertEquals(1, report.videos());
      assertEquals(
          List.of(testList.getParent() + ": found video2, which has no features"),
          report.problems());
      DataReport skipping = data.skipMissing().validate(Subset.TRAINVAL);
      assertEquals(report.problems(), skipping.skipped());
      assertEquals(List.of("video1"), data.skipMissing().train().ids());
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
    Files.writeString(testList, "a/one.h5\nb/one.h5\n");
    assertRejected(
        testList + ": line 2: found path b/one.h5, expected a/one.h5 as in an earlier line");
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

  @ParameterizedTest
  @CsvSource({
    "full, MSRVTT/symlinked-feats, 497",
    "didemo, DiDeMo/symlinked-feats/symlinked-feats, 1065",
    "msvd, MSVD/symlinked-feats/symlinked-feats, 670",
    "youcook2, YouCook2/symlinked-feats/symlinked-feats, 3310",
    "didemo, DiDeMo/symlinked-feats, 1065"
  })
  void officialSplitsHaveTheListsOfTheReference(String name, String folder, int trn)
      throws Exception {
    Path lists = Files.createDirectories(root.resolve("data").resolve(folder));
    StringBuilder train = new StringBuilder();
    for (int i = 0; i < 4000; i++) {
      train.append("vid").append(i).append(" \n");
    }
    Files.writeString(lists.resolve("train_list.txt"), train);
    Files.writeString(lists.resolve("val_list.txt"), "val_b\nval_a\n");
    Files.writeString(lists.resolve("test_list.txt"), "test_b\ntest_a\n");
    PublishedDataset data =
        PublishedDataset.open(root, PublishedSplit.named(name), RGB).withCrossSeed(5);
    assertEquals(train.toString().lines().map(String::strip).toList(), data.ids(Subset.TRAIN));
    assertEquals(List.of("val_b", "val_a"), data.ids(Subset.VAL));
    assertEquals(List.of("test_b", "test_a"), data.ids(Subset.TEST));
    List<String> trainval = data.ids(Subset.TRAINVAL);
    assertEquals(data.ids(Subset.TRAIN), trainval.subList(0, 4000));
    assertEquals(data.ids(Subset.VAL), trainval.subList(4000, 4002));
    assertEquals(trn, data.ids(Subset.TRN).size());
    // RandomState(0).shuffle of the 4000 ids
    assertEquals(TRN, data.ids(Subset.TRN).subList(0, 4));
  }

  @Test
  void trnOfAnOfficialSplitIsTheShuffledTrainingList() throws Exception {
    Files.writeString(
        trainList.resolveSibling("t.txt"), "vt0\nvt1\nvt2\nvt3\nvt4\nvt5\nvt6\nvt7\n");
    Files.writeString(trainList.resolveSibling("v.txt"), "vid1\n");
    SplitLists lists = new SplitLists.Official("t.txt", "v.txt", "test_list_miech.txt", 3);
    PublishedSplit mine = PublishedSplit.of("mine", "MSRVTT", lists);
    assertEquals(
        List.of("vt6", "vt2", "vt1"), PublishedDataset.open(root, mine, RGB).ids(Subset.TRN));
    Files.writeString(trainList.resolveSibling("v.txt"), "vt3\n");
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(root, mine, RGB));
    assertEquals(
        trainList.resolveSibling("v.txt")
            + ": found vt3, which is also in an earlier list; expected unique ids",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"didemo", "msvd", "youcook2"})
  void splitsWithoutConfigurationHaveTheDefaultsOfTheReference(String name) {
    PublishedSplit split = PublishedSplit.named(name);
    assertEquals(CaptionRule.ofWords(30), split.sampling().rule());
    assertEquals(CaptionSelection.INDIVIDUAL, split.sampling().captionSelection());
    assertEquals(ClipWindow.WHOLE, split.sampling().clip());
    assertEquals(List.of(), split.experts());
  }

  @Test
  void missingAndDamagedVideosAreSkippedOnRequest() throws Exception {
    Files.writeString(testList, "video3\nvideo8\ndamaged\npage\nempty\nvideo3\n");
    Path damaged =
        PublishedPath.file(root.resolve("data/MSRVTT/vid_feat_files/mult_h5"), "damaged");
    Files.createDirectories(damaged.getParent());
    byte[] bytes = Files.readAllBytes(Hdf5File.named("small"));
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
    Path page = PublishedPath.file(root.resolve("data/MSRVTT/vid_feat_files/mult_h5"), "page");
    Files.createDirectories(page.getParent());
    Files.writeString(page, "<!DOCTYPE html><html>Sign in</html>");
    Path empty = PublishedPath.file(root.resolve("data/MSRVTT/vid_feat_files/mult_h5"), "empty");
    Files.createDirectories(empty.getParent());
    Files.createFile(empty);
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB).skipMissing();
    VideoSplit test = data.test();
    assertEquals(List.of("video3", "video3"), test.ids());
    assertEquals(2, test.loadAll().size());
    assertEquals(
        List.of("video8", "damaged", "page", "empty"), List.copyOf(test.skipped().keySet()));
    assertEquals(
        damaged
            + ": found a truncated HDF5 file of %d bytes, expected %d bytes; copy or download it again"
                .formatted(bytes.length / 2, bytes.length),
        test.skipped().get("damaged"));
    assertEquals(
        file("video8") + ": found no such file, expected an HDF5 file",
        test.skipped().get("video8"));
    assertTrue(
        String.valueOf(test.skipped().get("page")).startsWith(page + ": found a web page"),
        test.skipped().toString());
    assertTrue(
        String.valueOf(test.skipped().get("empty")).startsWith(empty + ": found an empty file"),
        test.skipped().toString());
    DataReport report = data.validate(Subset.TEST);
    assertEquals(List.copyOf(test.skipped().values()), report.skipped());
    assertEquals(List.of(), report.problems());
    assertEquals(
        RGB,
        PublishedDataset.open(root, MIECH, List.of())
            .skipMissing()
            .withDiscoveredExperts(Subset.TRAINVAL, Subset.TEST)
            .experts()
            .stream()
            .filter(expert -> expert.name().equals("rgb"))
            .toList());
    assertEquals(Map.of(), data.train().skipped());
  }

  @Test
  void rejectsSubsetWhoseVideosAreAllMissing() throws Exception {
    Files.writeString(testList, "video8\n");
    PublishedDataset data = PublishedDataset.open(root, MIECH, RGB).skipMissing();
    FeatureFileException e = assertThrows(FeatureFileException.class, data::test);
    assertEquals(
        testList.getParent()
            + ": found no video of TEST whose features can be read, expected at least one; the"
            + " first: "
            + file("video8")
            + ": found no such file, expected an HDF5 file",
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
        "split: found \"nosuch\", expected one of [jsfusion, miech, full, val1, lsmdc, didemo, msvd,"
            + " youcook2, howto100m, howto100m-paper]",
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
