package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.TestFiles;

/** The lists of published splits. */
class PublishedListsTest extends PublishedFolder {

  private static final List<String> TRN = List.of("vid2230", "vid668", "vid3616", "vid2363");

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

  /** Files that {@code lists/caption_numbers.py} writes with two versions of NumPy. */
  @ParameterizedTest
  @ValueSource(
      strings = {"numpy1_protocol2", "numpy1_protocol4", "numpy2_protocol0", "numpy2_protocol5"})
  void captionNumbersMayBeNumpysIntegers(String name) throws Exception {
    Path file =
        TestFiles.resource(PublishedListsTest.class, "lists/caption_numbers_" + name + ".pkl");
    Files.writeString(trainList.resolveSibling("train_list_jsfusion.txt"), "video1\n");
    Files.writeString(trainList.resolveSibling("val_list_jsfusion.txt"), "video3\n");
    Files.copy(file, trainList.resolveSibling("jsfusion_val_caption_idx.pkl"));
    VideoLists lists =
        VideoLists.read(trainList.getParent(), PublishedSplit.MSRVTT_JSFUSION.lists());
    assertEquals(
        Map.of("video1", 3, "video2", 4, "video3", 1, "video4", 6, "video5", 7, "8", 8),
        lists.onlyCaptions());
    PublishedDataset data = PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB);
    assertEquals(List.of("Two dogs."), data.test().load("video3").captions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "}X\\1\\0\\0\\0aJ\\377\\377\\377\\377s. | found the numbers [-1.0] for a",
        "}X\\1\\0\\0\\0aG?\\340\\0\\0\\0\\0\\0\\0s. | found the numbers [0.5] for a",
        "}X\\1\\0\\0\\0aNs. | found another value for a",
        "}. | found no numbers of captions",
        "]. | found no numbers of captions"
      })
  void rejectsOtherCaptionNumbers(String pickle, String found) throws Exception {
    Files.writeString(trainList.resolveSibling("train_list_jsfusion.txt"), "video1\n");
    Files.writeString(trainList.resolveSibling("val_list_jsfusion.txt"), "video3\n");
    Path numbers = trainList.resolveSibling("jsfusion_val_caption_idx.pkl");
    String bytes = "\u0080\2" + pickle.translateEscapes();
    Files.write(numbers, bytes.getBytes(StandardCharsets.ISO_8859_1));
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () -> PublishedDataset.open(root, PublishedSplit.MSRVTT_JSFUSION, RGB));
    assertTrue(e.getMessage().startsWith(numbers + ": " + found), e.getMessage());
  }

  /** {@code pickle.dumps({id: number}, 2)}. */
  private static byte[] pickle(String id, int number) {
    String text =
        "\u0080\u0002}X" + (char) id.length() + "\0\0\0" + id + "K" + (char) number + "s.";
    return text.getBytes(StandardCharsets.ISO_8859_1);
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

  private void assertRejected(String message) {
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> PublishedDataset.open(root, MIECH, RGB));
    assertEquals(message, e.getMessage());
  }
}
