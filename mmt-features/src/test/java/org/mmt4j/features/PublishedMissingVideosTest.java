package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.Expert;
import org.mmt4j.fixtures.TestFiles;

/** Listed videos that are missing, damaged or incomplete. */
class PublishedMissingVideosTest extends PublishedFolder {

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
  void discoversReadableExpertsOfASubset() throws Exception {
    Files.writeString(testList, "video3\nvideo8\n");
    PublishedDataset data =
        PublishedDataset.open(root, MIECH, List.of()).withDiscoveredExperts(Subset.TEST);
    assertEquals(
        List.of(Expert.of("lzf", 5), Expert.of("rgb", 5), Expert.of("s3d", 5)), data.experts());
  }
}
