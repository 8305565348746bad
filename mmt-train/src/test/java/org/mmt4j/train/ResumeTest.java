package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.MoreFiles;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.MmtModel;
import org.mmt4j.text.Bert;

/** An interrupted and resumed training ends like an uninterrupted one. */
final class ResumeTest {

  private static final int KILLS = Integer.getInteger("mmt.kills", 4);
  private static final int STEPS = 9;

  private static Bert bert;
  private static MmtModel model;

  @TempDir private Path directory;

  @BeforeAll
  static void build() {
    bert = SmallTraining.bert(0.1);
    model = SmallTraining.model(bert, 0.1);
  }

  @AfterAll
  static void close() {
    model.close();
    bert.close();
  }

  @Test
  void killedProcessResumesToTheSameBits() throws IOException, InterruptedException {
    int steps = 6 * (KILLS + 1);
    Map<Integer, String> expected = new TreeMap<>();
    Process whole = start(directory.resolve("uninterrupted"), steps);
    follow(whole, expected, steps + 1, false);
    assertEquals(0, whole.waitFor());
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Map<Integer, String> resumed = new TreeMap<>();
    int unfinished = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(directory.resolve("killed"), steps);
      follow(process, resumed, random.nextInt(1, 7), kill % 2 == 1);
      if (kill % 2 == 1) {
        Thread.sleep(random.nextInt(60)); // about the duration of a save
      }
      process.destroyForcibly().waitFor();
      unfinished +=
          names(directory.resolve("killed")).stream().anyMatch(name -> name.endsWith(".new"))
              ? 1
              : 0;
    }
    Files.writeString(
        Path.of("target/resume-report.txt"),
        "%d of %d kills left a checkpoint unfinished, seed %d%n"
            .formatted(unfinished, KILLS, seed));
    Process last = start(directory.resolve("killed"), steps);
    follow(last, resumed, steps + 1, false);
    assertEquals(0, last.waitFor());
    assertEquals(expected, resumed);
    assertSameCheckpoint(directory.resolve("uninterrupted"), directory.resolve("killed"), steps);
  }

  private Process start(Path checkpoints, int steps) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1", // a process lives for seconds
            "-Dorg.slf4j.simpleLogger.log.org.nd4j=error", // hides ND4J's warnings about its own
            // tables
            "-cp",
            System.getProperty("java.class.path"),
            TrainingProcess.class.getName(),
            checkpoints.toString(),
            String.valueOf(steps))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Reads the output of a process until a number of steps, or until the first save after them. */
  private static void follow(
      Process process, Map<Integer, String> losses, int steps, boolean intoSave)
      throws IOException {
    int count = 0;
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("step")) {
        String before = losses.put(Integer.valueOf(words[1]), words[2]);
        assertTrue(before == null || before.equals(words[2]), line + " after " + before);
        count++;
      }
      if (count >= steps && (!intoSave || words[0].equals("saving"))) {
        return;
      }
    }
  }

  @Test
  void twoRunsGiveTheSameBitsAsOne() throws IOException {
    Path oneRun = directory.resolve("one");
    Path twoRuns = directory.resolve("two");
    training(oneRun, STEPS).run().close();
    training(twoRuns, 4).run().close();
    training(twoRuns, STEPS).run().close();
    assertSameCheckpoint(oneRun, twoRuns, STEPS);
  }

  @Test
  void completedTrainingReturnsItsModelAgain() {
    try (MmtModel first = training(directory, STEPS).run();
        MmtModel second = training(directory, STEPS).run()) {
      for (String name : first.parameters().names()) {
        assertEquals(first.parameters().get(name), second.parameters().get(name), name);
      }
    }
  }

  @Test
  void keepsNewestAndBestCheckpointsAsModels() throws IOException {
    training(directory, STEPS)
        .with(c -> c.evaluationSteps(2))
        .by(t -> t.validate(SmallTraining.data()))
        .by(t -> t.score(metrics -> -metrics.textToVideo().meanRank()))
        .run()
        .close();
    List<String> names = names(directory);
    assertEquals(3, names.size(), names.toString());
    assertTrue(names.get(0).startsWith("best-"), names.toString());
    assertEquals(List.of("step-000000006", "step-000000009"), names.subList(1, 3));
    MmtModel.load(directory.resolve(names.get(0))).close();
    MmtModel.load(directory.resolve("step-000000009/model")).close();
  }

  @Test
  void resumeAfterEarlyStoppingKeepsTheBestModel() {
    SmallRun whole = stopping(directory.resolve("whole"), 20);
    stopping(directory.resolve("parts"), 3).run().close();
    try (MmtModel expected = whole.run();
        MmtModel found = stopping(directory.resolve("parts"), 20).run()) {
      for (String name : expected.parameters().names()) {
        assertEquals(expected.parameters().get(name), found.parameters().get(name), name);
      }
    }
  }

  /** Returns a training that stops early; the evaluation after step 1 is the best one. */
  private static SmallRun stopping(Path checkpoints, int steps) {
    return training(checkpoints, steps)
        .with(c -> c.evaluationSteps(1))
        .by(t -> t.validate(SmallTraining.data()))
        .by(t -> t.score(metrics -> 0))
        .with(c -> c.patience(5));
  }

  @Test
  void damagedCheckpointIsSkipped() throws IOException {
    training(directory.resolve("uninterrupted"), STEPS).run().close();
    Path damaged = directory.resolve("damaged");
    training(damaged, 6).run().close();
    Path tensors = damaged.resolve("step-000000006/optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(tensors);
    bytes[bytes.length - 1] ^= 1;
    Files.write(tensors, bytes);
    training(damaged, STEPS).run().close();
    assertSameCheckpoint(directory.resolve("uninterrupted"), damaged, STEPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"format\":2,\"step\":0,\"settings\":{},\"sha256\":{},"
            + "\"progress\":{\"bestStep\":0,\"bestScore\":0,\"evaluationsSince\":0}}",
        "{\"format\":2,\"step\":6,\"settings\":{},\"sha256\":{\"a\":null},"
            + "\"progress\":{\"bestStep\":0,\"bestScore\":0,\"evaluationsSince\":0}}",
      })
  void checkpointWithADamagedDescriptionIsSkipped(String json) throws IOException {
    training(directory.resolve("uninterrupted"), STEPS).run().close();
    Path damaged = directory.resolve("damaged");
    training(damaged, 6).run().close();
    Files.writeString(damaged.resolve("step-000000006/trainer.json"), json);
    training(damaged, STEPS).run().close();
    assertSameCheckpoint(directory.resolve("uninterrupted"), damaged, STEPS);
  }

  @Test
  void damagedNewerCheckpointDoesNotCountTowardsKeepLast() throws IOException {
    training(directory, 6).run().close();
    Files.delete(directory.resolve("step-000000006/trainer.json"));
    training(directory, 4)
        .by(t -> t.checkpoints(Checkpoints.in(directory).everySteps(4).keepLast(1)))
        .run()
        .close();
    assertEquals(List.of("step-000000004", "step-000000006"), names(directory));
  }

  @Test
  void checkpointsAreOrderedByStepAlsoBeyondNineDigits() throws IOException {
    training(directory, 4)
        .by(t -> t.checkpoints(Checkpoints.in(directory).everySteps(2)))
        .run()
        .close();
    Path nine = directory.resolve("step-999999999");
    Path ten = directory.resolve("step-1000000000");
    Files.move(directory.resolve("step-000000002"), nine);
    Files.move(directory.resolve("step-000000004"), ten);
    Path unfinished = Files.createDirectory(directory.resolve("step-1000000001.1.new"));
    CheckpointStore store = new CheckpointStore(Checkpoints.in(directory));
    assertEquals(ten, store.newest().orElseThrow().directory());
    assertFalse(Files.exists(unfinished));
    assertEquals(directory.resolve("best-2147483647"), store.best(Integer.MAX_VALUE));
  }

  @Test
  void rejectsADirectoryWithOnlyDamagedCheckpoints() throws IOException {
    training(directory, 2).run().close();
    Files.delete(directory.resolve("step-000000002/trainer.json"));
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, training(directory, STEPS)::run);
    assertTrue(
        String.valueOf(thrown.getMessage())
            .endsWith(
                "expected a complete checkpoint, found 1 damaged ones; delete them to start again"),
        thrown.getMessage());
  }

  @Test
  void rejectsCheckpointsOfDifferentSettings() {
    training(directory, 2).run().close();
    UncheckedIOException thrown =
        assertThrows(
            UncheckedIOException.class, training(directory, STEPS).with(c -> c.seed(8))::run);
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("value differences={seed=(7, 8)}"),
        thrown.getMessage());
  }

  @Test
  void rejectsFewerStepsThanTheCheckpointHas() {
    training(directory, 4).run().close();
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, training(directory, 2)::run);
    assertTrue(
        String.valueOf(thrown.getMessage())
            .endsWith(
                "steps of the configuration: found 2, expected at least the 4 steps that the checkpoint has taken"),
        thrown.getMessage());
  }

  @Test
  void resumesFromTheLastCheckpointAfterAFullDisk() throws IOException {
    training(directory.resolve("uninterrupted"), STEPS).run().close();
    long size = size(directory.resolve("uninterrupted").resolve("step-000000009"));
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(2 * size - size / 4).setBlockSize(512).build();
    Path rescued = Files.createDirectory(directory.resolve("rescued"));
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path full = disk.getPath("/checkpoints");
      assertThrows(UncheckedIOException.class, training(full, STEPS)::run);
      assertEquals(List.of("step-000000003"), names(full));
      copy(full, rescued);
    }
    training(rescued, STEPS).run().close();
    assertSameCheckpoint(directory.resolve("uninterrupted"), rescued, STEPS);
  }

  private static SmallRun training(Path checkpoints, int steps) {
    return TrainingProcess.training(model, steps)
        .by(
            t ->
                t.checkpoints(
                    Checkpoints.in(checkpoints).everySteps(TrainingProcess.CHECKPOINT_STEPS)));
  }

  private static void assertSameCheckpoint(Path expected, Path found, int step) throws IOException {
    String name = "step-%09d".formatted(step);
    for (String file : List.of("model/model.safetensors", "optimizer.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(name).resolve(file)),
          Files.readAllBytes(found.resolve(name).resolve(file)),
          file);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static long size(Path directory) throws IOException {
    long size = 0;
    for (Path file : MoreFiles.fileTraverser().breadthFirst(directory)) {
      size += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return size;
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : MoreFiles.fileTraverser().breadthFirst(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }
}
