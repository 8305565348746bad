package org.mmt4j.examples;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.MmtModel;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.Caption;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;
import org.mmt4j.train.Recipe;

final class TrainOnFeaturesTest {

  private static final int VIDEOS = 20;

  private static final List<String> IDS =
      IntStream.range(0, VIDEOS).mapToObj(i -> "video" + i).toList();

  @TempDir private static Path data;

  @TempDir private Path folder;

  @BeforeAll
  static void writeVideos() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    writeFolder(data.resolve("one"), random, Map.of("s3d", 3));
    writeFolder(data.resolve("two"), random, Map.of("s3d", 3, "vggish", 128));
    writeSplit(data.resolve("split"), random);
    TinyBert.write(data.resolve("bert"), 30);
  }

  private static void writeFolder(Path to, SplittableRandom random, Map<String, Integer> experts)
      throws IOException {
    writeFeatures(to.resolve("features"), random, experts);
    Files.writeString(
        to.resolve("captions.tsv"),
        IDS.stream().map(id -> id + "\tA man is playing " + id + "\n").collect(joining()));
  }

  private static void writeSplit(Path root, SplittableRandom random) throws IOException {
    Path folder = root.resolve("data/MSRVTT");
    writeFeatures(folder.resolve("vid_feat_files/mult_h5"), random, Map.of("s3d", 3));
    Path lists = Files.createDirectories(folder.resolve("symlinked-feats"));
    Files.write(lists.resolve("train_list_miech.txt"), IDS.subList(3, VIDEOS));
    Files.write(lists.resolve("test_list_miech.txt"), IDS.subList(0, 3));
  }

  private static void writeFeatures(Path to, SplittableRandom random, Map<String, Integer> experts)
      throws IOException {
    Files.createDirectories(to.getParent());
    for (String id : IDS) {
      Map<String, ExpertFeatures> features = new HashMap<>();
      experts.forEach((name, dimension) -> features.put(name, features(random, dimension)));
      Hdf5Writer.to(to)
          .write(
              StoredVideo.of(
                  VideoFeatures.of(id, features), Caption.of("A", "woman", "cooks", id)));
    }
  }

  private static ExpertFeatures features(SplittableRandom random, int dimension) {
    float[][] rows = new float[2][dimension];
    for (float[] row : rows) {
      for (int i = 0; i < dimension; i++) {
        row[i] = (float) random.nextDouble();
      }
    }
    return ExpertFeatures.of(rows, new double[] {0.5, 1.5});
  }

  @Test
  void trainsOnAFolderAndWritesModelAndReports() throws IOException {
    Printed printed =
        train(
            "one",
            "whole",
            "--steps=3",
            "--validate-every=2",
            "--report=" + folder.resolve("page/report.html"),
            "--csv=" + folder.resolve("csv"),
            "--tensorboard=" + folder.resolve("events"));
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
    assertTrue(
        printed
            .text()
            .startsWith("16 training videos, 2 validation videos, 2 test videos, experts [s3d]"),
        printed.text());
    assertTrue(printed.text().contains("after training"), printed.text());
    assertEquals(4, Files.readAllLines(folder.resolve("csv/steps.csv")).size());
    assertEquals(3, Files.readAllLines(folder.resolve("csv/evaluations.csv")).size());
    assertTrue(Files.readString(folder.resolve("page/report.html")).contains("16 training videos"));
    try (Stream<Path> events = Files.list(folder.resolve("events"))) {
      assertEquals(1, events.count());
    }
    MmtModel.load(folder.resolve("whole")).close();
  }

  @Test
  void resumedRunSavesTheSameBytesAsAnUninterruptedRun() throws IOException {
    Path saved = folder.resolve("checkpoints");
    trainSuccessfully("two", "at-once", "--steps=4", "--checkpoints=" + folder.resolve("other"));
    trainSuccessfully("two", "half", "--steps=2", "--checkpoints=" + saved);
    assertFalse(sameTensors("at-once", "half"));
    Path csv = folder.resolve("csv");
    trainSuccessfully("two", "resumed", "--steps=4", "--checkpoints=" + saved, "--csv=" + csv);
    List<String> steps = Files.readAllLines(csv.resolve("steps.csv"));
    assertEquals(3, steps.size(), "a header and two rows");
    assertTrue(steps.get(1).startsWith("3,"), steps.get(1));
    assertTrue(sameTensors("at-once", "resumed"));
  }

  @Test
  void streamingTrainsTheSameModelAsLoadingIntoMemory() throws IOException {
    trainSuccessfully("two", "memory", "--epochs=1");
    trainSuccessfully("two", "streamed", "--epochs=1", "--stream");
    assertTrue(sameTensors("memory", "streamed"));
  }

  @Test
  void modelOfTwoExpertsStartsFromAModelOfOne() throws IOException {
    trainSuccessfully("one", "before", "--steps=1");
    Printed printed =
        train(
            "two",
            "after",
            "--from=" + folder.resolve("before"),
            "--steps=1",
            "--rate=1e-12",
            "--seed=1");
    assertEquals("", printed.errors());
    try (MmtModel before = MmtModel.load(folder.resolve("before"));
        MmtModel after = MmtModel.load(folder.resolve("after"))) {
      assertEquals(List.of("s3d", "vggish"), after.config().expertNames());
      assertEquals(16, after.config().hiddenSize());
      String positions = "vid_bert.embeddings.position_embeddings.weight";
      double moved =
          before.parameters().get(positions).distance2(after.parameters().get(positions));
      assertEquals(0, moved, 1e-6);
    }
  }

  @Test
  void trainsOnAPublishedSplitWithoutItsValidationVideos() {
    Printed printed = train("split", "model", "--split=miech", "--steps=1", "--validate-every=1");
    assertEquals("", printed.errors());
    assertTrue(
        printed.text().startsWith("14 training videos, 3 validation videos, 3 test videos"),
        printed.text());
  }

  @Test
  void recipeSetsTheSizes() throws IOException {
    Printed printed =
        run(
            "--data=" + data.resolve("two"),
            "--out=" + folder.resolve("model"),
            "--recipe=msrvtt",
            "--bert=" + data.resolve("bert"),
            "--batch=2",
            "--steps=1");
    assertEquals("", printed.errors());
    try (MmtModel model = MmtModel.load(folder.resolve("model"))) {
      assertEquals(Recipe.HIDDEN_SIZE, model.config().hiddenSize());
      assertEquals(Recipe.msrvtt().maxFeatures(), model.config().maxFeatures());
      assertEquals(List.of("s3d", "vggish"), model.config().expertNames());
    }
  }

  @Test
  void recipeStartsFromBertBase() {
    String errors =
        run("--data=" + data.resolve("two"), "--out=" + folder.resolve("model"), "--recipe=msrvtt")
            .errors();
    assertTrue(errors.contains("--bert base: found no BERT-base-cased"), errors);
  }

  @Test
  void rejectsAFolderWithTooFewVideos() throws IOException {
    Path few = folder.resolve("few");
    writeFeatures(few.resolve("features"), new SplittableRandom(1), Map.of("s3d", 3));
    Files.writeString(few.resolve("captions.tsv"), "video7\tA man.\n");
    String errors = run("--data=" + few, "--out=" + folder.resolve("model")).errors();
    assertTrue(
        errors.contains("expected at least 10 videos with features and captions, found 1"), errors);
  }

  @Test
  void videosWithoutPartnerAreCounted() throws IOException {
    Path lost = folder.resolve("lost");
    writeFolder(lost, new SplittableRandom(1), Map.of("s3d", 3));
    Path captions = lost.resolve("captions.tsv");
    Files.writeString(captions, Files.readString(captions).replace("video7\t", "VIDEO7\t"));
    Printed printed = train(lost.toString(), "model", "--steps=1");
    assertEquals(0, printed.exitCode(), printed.errors());
    assertTrue(
        printed
            .text()
            .contains(
                "1 of 20 videos with captions have no features, such as VIDEO7, 1 of 20 videos with"
                    + " features have no captions, such as video7, 1 of them are spelled"
                    + " differently"),
        printed.text());
  }

  @Test
  void damagedVideosAreSkippedOnRequestAndMetricsSayHowMany() throws IOException {
    Path damaged = folder.resolve("damaged");
    writeFolder(damaged, new SplittableRandom(1), Map.of("s3d", 3));
    for (String id : List.of("video3", "video9")) {
      Files.write(damaged.resolve("features/v/i/d").resolve(id + ".h5"), new byte[0]);
    }
    Path list = Files.writeString(folder.resolve("test.txt"), "video9\nvideo5\nvideo6\n");
    Printed failed = train(damaged.toString(), "model", "--steps=1", "--test=" + list);
    assertEquals(1, failed.exitCode());
    assertTrue(
        failed
            .errors()
            .endsWith("; --skip-missing skips videos that cannot be read" + System.lineSeparator()),
        failed.errors());
    Printed printed =
        train(damaged.toString(), "model", "--steps=1", "--test=" + list, "--skip-missing");
    assertEquals(0, printed.exitCode(), printed.errors());
    assertTrue(
        printed.text().contains("1 of 17 training videos skipped, 1 of 3 test videos skipped"),
        printed.text());
    String metrics = printed.text().substring(printed.text().indexOf("after training"));
    assertTrue(metrics.contains(System.lineSeparator() + "1 of 3 test videos skipped"), metrics);
  }

  @Test
  void testListReplacesEveryTenthVideo() throws IOException {
    Path list = folder.resolve("test.txt");
    Files.writeString(list, "video3\n\n video9 \nvideo18\n");
    Printed printed = train("one", "model", "--steps=1", "--validate-every=1", "--test=" + list);
    assertEquals("", printed.errors());
    assertTrue(
        printed.text().startsWith("16 training videos, 1 validation videos, 3 test videos"),
        printed.text());
    Files.writeString(list, "video99\n");
    assertTrue(
        train("one", "model", "--test=" + list).errors().contains("found \"video99\", expected"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--freeze-captions", "--hard-negative-group=2", "--initializer-range=0.1"})
  void trainingOptionChangesTheModel(String option) throws IOException {
    trainSuccessfully("one", "usual", "--steps=2");
    trainSuccessfully("one", "other", "--steps=2", option);
    assertFalse(sameTensors("usual", "other"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps=2 --epochs=1 | --steps: cannot be combined with --epochs",
        "--recipe=msrvtt --epochs=1 | --recipe: cannot be combined with --epochs",
        "--recipe=msrvtt --hidden-size=64 | --recipe: cannot be combined with --hidden-size",
        "--recipe=msrvtt --rate=1 | --recipe: cannot be combined with --rate",
        "--recipe=msrvtt --words=9 | --recipe: cannot be combined with --words",
        "--recipe=lsmdc --split=miech | --recipe lsmdc: expected a split of LSMDC, found --split miech",
        "--recipe=other | expected one of",
        "--from=DIR --layers=3 | --from: cannot be combined with --layers",
        "--from=DIR --words=9 | --from: cannot be combined with --words",
        "--split=miech --columns=1,2 | --split: cannot be combined with --columns",
        "--split=miech --test=list.txt | --split: cannot be combined with --test",
        "--recipe=msrvtt --initializer-range=1 | --recipe: cannot be combined with --initializer-range",
        "--checkpoint-every=3 | --checkpoint-every: requires --checkpoints",
        "--checkpoints=out | --out: expected a different folder than that of --checkpoints",
        "--split=none | split: found \"none\"",
      })
  void rejectsOptionsThatCannotBeCombined(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("--data=" + data, "--out=out"));
    arguments.addAll(List.of(options.split(" ")));
    Printed printed = run(arguments.toArray(String[]::new));
    assertEquals(1, printed.exitCode());
    assertEquals(1, printed.errors().lines().count(), printed.errors());
    assertTrue(printed.errors().contains(message), printed.errors());
  }

  private void trainSuccessfully(String videos, String out, String... more) {
    Printed printed = train(videos, out, more);
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
  }

  /** Trains a small model. With --from, its caption encoder is that of the saved model. */
  private Printed train(String videos, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--data=" + data.resolve(videos), "--out=" + folder.resolve(out), "--batch=4"));
    arguments.addAll(List.of(more));
    if (Stream.of(more).noneMatch(option -> option.startsWith("--from"))) {
      arguments.addAll(
          List.of(
              "--bert=" + data.resolve("bert"),
              "--words=12",
              "--hidden-size=16",
              "--layers=1",
              "--feed-forward=16"));
    }
    return run(arguments.toArray(String[]::new));
  }

  private static Printed run(String... arguments) {
    return Printed.by(new TrainOnFeatures(), arguments);
  }

  private boolean sameTensors(String first, String second) throws IOException {
    String tensors = "model.safetensors";
    return Files.mismatch(
            folder.resolve(first).resolve(tensors), folder.resolve(second).resolve(tensors))
        == -1;
  }
}
