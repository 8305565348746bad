package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.Caption;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;

class InspectFeaturesTest {

  @TempDir private Path folder;

  @Test
  void printsTheTableAndFailsOnProblems() throws IOException {
    write(folder.resolve("features"), 3);
    Files.writeString(folder.resolve("captions.tsv"), "video7\tA dog.\n");
    Printed complete = inspect();
    assertEquals(0, complete.exitCode());
    assertTrue(complete.text().contains("s3d                  3        1"), complete.text());
    assertTrue(complete.text().endsWith("0 problems\n"), complete.text());
    Files.writeString(folder.resolve("captions.tsv"), "video7\tA dog.\nvideo8\tA cat.\n");
    Printed incomplete = inspect();
    assertEquals(1, incomplete.exitCode());
    assertTrue(
        incomplete.text().contains("videos with captions have no features, such as video8"),
        incomplete.text());
  }

  @Test
  void readsPublishedSplitsWithTheirExperts() throws IOException {
    Path data = folder.resolve("data/MSRVTT");
    Path lists = Files.createDirectories(data.resolve("symlinked-feats"));
    Files.writeString(lists.resolve("train_list_miech.txt"), "video8\n");
    Files.writeString(lists.resolve("test_list_miech.txt"), "video7\n");
    write(data.resolve("vid_feat_files/mult_h5"), 1023);
    Printed test = inspect("--split", "miech");
    assertEquals(0, test.exitCode(), test.text());
    assertTrue(test.text().contains("s3d               1023        1"), test.text());
    Printed published = inspect("--split", "miech", "--published");
    assertEquals(1, published.exitCode());
    assertTrue(
        published.text().contains("features.s3d: found dimension 1023, expected 1024"),
        published.text());
    assertEquals(1, inspect("--split", "miech", "--subset", "trainval").exitCode());
  }

  @Test
  void skipsMissingVideosOnRequestAndCountsThem() throws IOException {
    Path data = folder.resolve("data/MSRVTT");
    Path lists = Files.createDirectories(data.resolve("symlinked-feats"));
    Files.writeString(lists.resolve("train_list_miech.txt"), "video8\n");
    Files.writeString(lists.resolve("test_list_miech.txt"), "video7\nvideo8\n");
    write(data.resolve("vid_feat_files/mult_h5"), 3);
    Printed failed = inspect("--split", "miech");
    assertEquals(1, failed.exitCode());
    assertTrue(
        failed.text().startsWith("1 of 2 videos cannot be read; --skip-missing skips them"),
        failed.text());
    Printed skipped = inspect("--split", "miech", "--skip-missing");
    assertEquals(0, skipped.exitCode(), skipped.text());
    assertTrue(
        skipped.text().contains(System.lineSeparator() + "1 of 2 videos skipped"), skipped.text());
  }

  @Test
  void readsNamedColumnsOfACsvTable() throws IOException {
    write(folder.resolve("features"), 3);
    Files.writeString(
        folder.resolve("captions.csv"), "n,Which,Words\n1,video7.mp4,\"A dog, a cat.\"\n");
    assertEquals(1, inspect().exitCode());
    Printed named = inspect("--columns", "which,words");
    assertEquals(0, named.exitCode(), named.text() + named.errors());
    assertTrue(named.text().contains("line 1 is a header"), named.text());
    Printed wrong = inspect("--columns", "which");
    assertTrue(
        wrong.errors().contains("columns of captions: found \"which\", expected two names"),
        wrong.errors());
  }

  @Test
  void rejectsTheConfigurationOfASplitThatHasNone() throws IOException {
    Printed printed = inspect("--split", "msvd", "--published");
    assertTrue(
        printed
            .errors()
            .contains("--published: expected a split with a published configuration, found msvd"),
        printed.errors());
  }

  private static void write(Path to, int dimension) throws IOException {
    Files.createDirectories(to.getParent());
    VideoFeatures features =
        VideoFeatures.of("video7", Map.of("s3d", ExpertFeatures.untimed(new float[2][dimension])));
    Hdf5Writer.to(to).write(StoredVideo.of(features, Caption.of("a", "dog")));
  }

  private Printed inspect(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--data";
    arguments[1] = folder.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Printed.by(new InspectFeatures(), arguments);
  }
}
