package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.MmtModel;
import org.mmt4j.io.DataFileException;
import org.mmt4j.train.BatchPlan.Pair;
import org.mmt4j.train.listener.LossHistory;

class BatchPlanTest {

  private static final BatchPlan PLAN =
      new BatchPlan(List.of(batch("video0", "video1"), batch("video2", "video0")));

  @TempDir private Path directory;

  private static List<Pair> batch(String first, String second) {
    return List.of(new Pair(first, List.of(0)), new Pair(second, List.of(0)));
  }

  @Test
  void fileHasABatchInEachLine() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("batches.jsonl"),
            """
            [{"video": "video0", "captions": [0]}, {"video": "video1", "captions": [0]}]
            [{"video": "video2", "captions": [0]}, {"video": "video0", "captions": [0]}]
            """);
    assertEquals(PLAN, BatchPlan.read(file));
  }

  @Test
  void rejectsALineThatIsNoBatchAndNamesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("batches.jsonl"), "[]\n[{\"video\": 1}]\n");
    DataFileException thrown = assertThrows(DataFileException.class, () -> BatchPlan.read(file));
    assertEquals(file, thrown.file());
    assertTrue(thrown.problem().startsWith("line 2: expected a batch such as "), thrown.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[null]", "", "[{\"video\": \"a\", \"captions\": [1.5]}]"})
  void rejectsNullsFractionsAndEmptyLines(String line) throws IOException {
    Path file = Files.writeString(directory.resolve("batches.jsonl"), "[]\n" + line + "\n");
    DataFileException thrown = assertThrows(DataFileException.class, () -> BatchPlan.read(file));
    assertTrue(thrown.problem().startsWith("line 2: expected a batch such as "), thrown.problem());
  }

  @Test
  void rejectsAFileThatIsTooLarge() throws IOException {
    Path file = Files.writeString(directory.resolve("batches.jsonl"), "[]\n[]\n");
    assertEquals(2, BatchPlan.read(file, 6).batches().size());
    DataFileException thrown = assertThrows(DataFileException.class, () -> BatchPlan.read(file, 5));
    assertEquals("batch plan: found more than 5 bytes, expected at most 5", thrown.problem());
  }

  @Test
  void rejectsTextThatIsNotUtf8AndNamesTheFile() throws IOException {
    Path file = Files.write(directory.resolve("batches.jsonl"), new byte[] {'[', (byte) 0xff, ']'});
    DataFileException thrown = assertThrows(DataFileException.class, () -> BatchPlan.read(file));
    assertEquals("after line 0: expected UTF-8, found other bytes", thrown.problem());
  }

  @Test
  void stepsTrainOnTheGivenBatches() {
    assertEquals(losses(PLAN), losses(PLAN));
    BatchPlan reversed = new BatchPlan(List.of(PLAN.batches().get(1), PLAN.batches().get(0)));
    assertEquals(losses(PLAN).get(0), losses(PLAN).get(0));
    assertTrue(!losses(PLAN).get(0).equals(losses(reversed).get(0)), "loss of another batch");
  }

  @Test
  void lossOfAPlannedBatchDoesNotDependOnTheSeedWithoutDropout() {
    assertEquals(losses(PLAN, 1).get(0), losses(PLAN, 2).get(0));
  }

  @Test
  void rejectsPlansThatDoNotFit() {
    assertRejected(
        "batch plan: found 1 batches, expected at least 2 for 2 steps",
        new BatchPlan(PLAN.batches().subList(0, 1)));
    assertRejected(
        "batch 1 of the batch plan: found 1 videos, expected 2",
        new BatchPlan(List.of(PLAN.batches().get(0), PLAN.batches().get(1).subList(0, 1))));
    assertRejected(
        "batch 0 of the batch plan, video none: found no such video, expected a video of the training data with 1 captions",
        new BatchPlan(List.of(batch("none", "video1"), batch("video0", "video1"))));
    assertRejected(
        "caption of video video0: found index 7 in the batch plan, expected 0 to 0",
        new BatchPlan(
            List.of(
                List.of(new Pair("video0", List.of(7)), new Pair("video1", List.of(0))),
                PLAN.batches().get(1))));
  }

  private static void assertRejected(String message, BatchPlan plan) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> losses(plan)).getMessage());
  }

  private static List<Double> losses(BatchPlan plan) {
    return losses(plan, 1);
  }

  private static List<Double> losses(BatchPlan plan, long seed) {
    LossHistory history = new LossHistory();
    try (MmtModel model = SmallTraining.model(SmallTraining.bert(0), 0)) {
      SmallRun.of(model, SmallTraining.data())
          .with(config -> config.batchSize(2).steps(2).seed(seed))
          .by(trainer -> trainer.batches(plan).listener(history))
          .run()
          .close();
    }
    return history.losses();
  }
}
