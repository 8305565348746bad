package org.mmt4j.train.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.train.EvaluationReport;

class CsvListenerTest {

  @TempDir Path folder;

  @Test
  void writesOneRowPerStep() throws IOException {
    MadeUpRun.follow(new CsvListener(folder), 0, 3, 3);

    assertEquals(
        List.of(
            "step,loss,learning_rate,seconds",
            "1,1.0,5.0E-5,0.125",
            "2,0.5,5.0E-5,0.125",
            "3,0.3333333333333333,5.0E-5,0.125"),
        lines("steps.csv"));
  }

  @Test
  void writesMetricsAndMixtureWeightsPerEvaluation() throws IOException {
    MadeUpRun.follow(new CsvListener(folder), 0, 4, 4);

    List<String> lines = lines("evaluations.csv");
    EvaluationReport last = MadeUpRun.evaluation(4);
    List<String> header = Splitter.on(',').splitToList(lines.get(0));
    List<String> row = Splitter.on(',').splitToList(lines.get(2));
    assertEquals(3, lines.size());
    assertEquals("4", row.get(header.indexOf("step")));
    last.metrics()
        .toMap()
        .forEach((name, value) -> assertEquals(value.toString(), row.get(header.indexOf(name))));
    assertEquals("0.71", row.get(header.indexOf("weight.rgb")));
    assertEquals("0.25", row.get(header.indexOf("weight.audio")));
    assertEquals(17, header.size());
  }

  @Test
  void writesRowsDuringTheRun() throws IOException {
    CsvListener listener = new CsvListener(folder);
    listener.onStart(3);
    listener.onStep(MadeUpRun.step(1, 3));

    assertEquals(2, lines("steps.csv").size());
  }

  /** Covers runs that are killed while they write. */
  @Property(tries = 100)
  void resumedRunWritesTheSameFilesAsAnUninterruptedRun(
      @ForAll @IntRange(min = 0, max = 12) int checkpoint,
      @ForAll @IntRange(min = 0, max = 12) int more,
      @ForAll @IntRange(min = 0, max = 40) int bytesLost)
      throws IOException {
    Path both = Files.createTempDirectory("runs");
    Path whole = both.resolve("whole");
    Path resumed = both.resolve("resumed");
    MadeUpRun.follow(new CsvListener(whole), 0, 25, 25);
    MadeUpRun.follow(new CsvListener(resumed), 0, checkpoint + more, 25);
    // rows up to the checkpoint are written before it and therefore complete
    loseBytesAfter(resumed.resolve("steps.csv"), checkpoint, bytesLost);
    MadeUpRun.follow(new CsvListener(resumed), checkpoint, 25, 25);

    for (String file : List.of("steps.csv", "evaluations.csv")) {
      assertEquals(-1, Files.mismatch(whole.resolve(file), resumed.resolve(file)), file);
    }
    MoreFiles.deleteRecursively(both, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private static void loseBytesAfter(Path file, int step, int bytes) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file);
    int keptLength = 1 + text.lines().limit(step + 1).mapToInt(String::length).sum() + step;
    Files.writeString(file, text.substring(0, Math.max(keptLength, text.length() - bytes)));
  }

  @Test
  void newRunRemovesOldRows() throws IOException {
    CsvListener before = new CsvListener(folder);
    before.onEvaluation(MadeUpRun.evaluation(0));
    MadeUpRun.follow(before, 0, 9, 9);
    CsvListener again = new CsvListener(folder);
    MadeUpRun.follow(again, 0, 1, 1);

    assertEquals(2, lines("steps.csv").size());
    assertEquals(1, lines("evaluations.csv").size());
  }

  @Test
  void evaluationBeforeTheFirstResumedStepReplacesItsRow() throws IOException {
    MadeUpRun.follow(new CsvListener(folder), 0, 6, 6);
    CsvListener resumed = new CsvListener(folder);
    resumed.onStart(6);
    resumed.onEvaluation(MadeUpRun.evaluation(4));

    assertEquals(List.of("2", "4"), steps("evaluations.csv"));
    assertEquals(List.of("1", "2", "3", "4"), steps("steps.csv"));
  }

  @Test
  void namesTheFileIfTheFolderIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    CsvListener listener = new CsvListener(file);
    listener.onStart(1);

    String message =
        assertThrows(UncheckedIOException.class, () -> listener.onStep(MadeUpRun.step(1, 1)))
            .getMessage();
    assertTrue(message.startsWith(file.resolve("steps.csv") + ": cannot be written: "), message);
  }

  @Test
  void rejectsAndKeepsAFileThatIsNotATable() throws IOException {
    Path file = Files.writeString(folder.resolve("steps.csv"), "dear diary,\n");

    assertEquals(
        file + ": found \"dear diary,\", expected a table whose first column is \"step\"",
        rejected());
    assertEquals("dear diary,\n", Files.readString(file));
  }

  @Test
  void rejectsARowWithoutAStep() throws IOException {
    Path file = Files.writeString(folder.resolve("steps.csv"), "step,loss\nnone\n");

    assertEquals(
        file + ": found the row \"none\", expected a row that starts with a step number",
        rejected());
  }

  @Test
  void rejectsDifferentColumns() throws IOException {
    Path file = Files.writeString(folder.resolve("steps.csv"), "step,loss\n");

    assertEquals(
        file + ": found the columns step,loss, expected step,loss,learning_rate,seconds",
        rejected());
  }

  private String rejected() {
    CsvListener listener = new CsvListener(folder);
    return assertThrows(IllegalArgumentException.class, () -> listener.onStep(MadeUpRun.step(1, 1)))
        .getMessage();
  }

  private List<String> steps(String file) throws IOException {
    return lines(file).stream().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }
}
