package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;

class PublishedDatasetTest extends PublishedFolder {

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
  void splitsHaveNames() {
    assertEquals(MIECH, PublishedSplit.named("miech"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PublishedSplit.named("nosuch"));
    assertEquals(
        "split: found \"nosuch\", expected one of [jsfusion, miech, full, val1, lsmdc, didemo, msvd,"
            + " youcook2, howto100m, howto100m-paper]",
        e.getMessage());
  }
}
