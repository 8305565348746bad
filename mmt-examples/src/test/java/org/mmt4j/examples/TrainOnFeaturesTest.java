package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.ExpertFeatures;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoFeatures;
import org.mmt4j.features.Caption;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;

final class TrainOnFeaturesTest {

  private static final int VIDEOS = 20;

  @TempDir private static Path data;

  @TempDir private Path folder;

  @BeforeAll
  static void writeVideos() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    write(data.resolve("one"), random, "s3d");
    write(data.resolve("two"), random, "s3d", "vggish");
    TinyBert.write(data.resolve("bert"));
  }

  private static void write(Path to, SplittableRandom random, String... experts)
      throws IOException {
    StringBuilder captions = new StringBuilder();
    Files.createDirectories(to);
    for (int i = 0; i < VIDEOS; i++) {
      Map<String, ExpertFeatures> features = new HashMap<>();
      for (String expert : experts) {
        float[] row = {random.nextInt(9), random.nextInt(9), random.nextInt(9)};
        features.put(expert, ExpertFeatures.of(new float[][] {row, row}, new double[] {0.5, 1.5}));
      }
      captions
          .append("video")
          .append(i)
          .append("\tA man is playing guitar ")
          .append(i)
          .append("\n");
      Hdf5Writer.to(to.resolve("features"))
          .write(
              new StoredVideo(
                  VideoFeatures.of("video" + i, features),
                  ImmutableSortedMap.of(0, Caption.of("unused"))));
    }
    Files.writeString(to.resolve("captions.tsv"), captions.toString());
  }

  @Test
  void aFolderIsTrainedOnAndTheRunLeavesWhatWasAskedFor() throws IOException {
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
            .startsWith("16 videos to train on, 2 to validate on, 2 to test on, experts [s3d]"),
        printed.text());
    assertTrue(printed.text().contains("after training"), printed.text());
    assertEquals(4, Files.readAllLines(folder.resolve("csv/steps.csv")).size());
    assertEquals(3, Files.readAllLines(folder.resolve("csv/evaluations.csv")).size());
    assertTrue(Files.readString(folder.resolve("page/report.html")).contains("16 videos to train"));
    try (Stream<Path> events = Files.list(folder.resolve("events"))) {
      assertEquals(1, events.count());
    }
    MmtModel.load(folder.resolve("whole")).close();
  }

  @Test
  void aStoppedRunEndsWithTheBytesOfOneThatWasNot() throws IOException {
    Path saved = folder.resolve("checkpoints");
    succeed("two", "at-once", "--steps=4", "--checkpoints=" + folder.resolve("other"));
    succeed("two", "half", "--steps=2", "--checkpoints=" + saved);
    assertFalse(same("at-once", "half"));
    succeed("two", "resumed", "--steps=4", "--checkpoints=" + saved);
    assertTrue(same("at-once", "resumed"));
  }

  @Test
  void videosThatAreReadOnTheirTurnTrainAsThoseInMemory() throws IOException {
    succeed("two", "memory", "--epochs=1");
    succeed("two", "streamed", "--epochs=1", "--stream");
    assertTrue(same("memory", "streamed"));
  }

  @Test
  void aModelOfOneExpertGoesOnWithTwo() throws IOException {
    succeed("one", "before", "--steps=1");
    Printed after = train("two", "after", "--steps=1", "--from=" + folder.resolve("before"));
    assertEquals("", after.errors());
    try (MmtModel model = MmtModel.load(folder.resolve("after"))) {
      assertEquals(List.of("s3d", "vggish"), model.config().expertNames());
      assertEquals(16, model.config().width());
    }
  }

  @Test
  void aPublishedCutIsTrainedOn() throws IOException {
    Printed printed =
        run(
            "--data=" + TinyBert.GOLDEN,
            "--cut=miech",
            "--out=" + folder.resolve("cut"),
            "--bert=" + data.resolve("bert"),
            "--words=12",
            "--batch=2",
            "--steps=1");
    assertEquals("", printed.errors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps=2 --epochs=1 | --steps: found --epochs too",
        "--recipe=msrvtt --epochs=1 | --recipe: found --epochs too",
        "--recipe=msrvtt --width=64 | --recipe: found --width too",
        "--recipe=msrvtt --rate=1 | --recipe: found --rate too",
        "--recipe=msrvtt --words=9 | --recipe: found --words too",
        "--recipe=lsmdc --cut=miech | --recipe: found lsmdc with --cut miech",
        "--recipe=other | expected one of",
        "--from=DIR --layers=3 | --from: found --layers too",
        "--from=DIR --words=9 | --from: found --words too",
        "--checkpoint-every=3 | --checkpoint-every: found no --checkpoints",
        "--checkpoints=out | --out: found the folder of --checkpoints",
        "--cut=none | cut: found \"none\"",
      })
  void optionsThatDoNotGoTogetherAreRefusedByName(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("--data=" + data, "--out=out"));
    arguments.addAll(List.of(options.split(" ")));
    Printed printed = run(arguments.toArray(String[]::new));
    assertEquals(1, printed.exitCode());
    assertEquals(1, printed.errors().lines().count(), printed.errors());
    assertTrue(printed.errors().contains(message), printed.errors());
  }

  private void succeed(String videos, String out, String... more) {
    Printed printed = train(videos, out, more);
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
  }

  /** A small model, its caption encoder that of the model to start from if there is one. */
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
              "--width=16",
              "--layers=1",
              "--feed-forward=16"));
    }
    return run(arguments.toArray(String[]::new));
  }

  private static Printed run(String... arguments) {
    return Printed.by(new TrainOnFeatures(), arguments);
  }

  private boolean same(String first, String second) throws IOException {
    String tensors = "model.safetensors";
    return Files.mismatch(
            folder.resolve(first).resolve(tensors), folder.resolve(second).resolve(tensors))
        == -1;
  }
}
