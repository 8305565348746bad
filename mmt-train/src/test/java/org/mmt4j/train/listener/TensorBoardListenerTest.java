package org.mmt4j.train.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.listener.EventReader.Event;

class TensorBoardListenerTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_600_000_000_250L), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void fileStartsWithVersionAndRunStart() throws IOException {
    MadeUpRun.follow(new TensorBoardListener(folder, CLOCK), 0, 1, 1);

    List<Event> events = EventReader.read(onlyFile());
    assertEquals(new Event(1_600_000_000.25, 0, "brain.Event:2", 0, Map.of()), events.get(0));
    assertEquals(new Event(1_600_000_000.25, 0, "", 1, Map.of()), events.get(1));
    assertEquals(3, events.size());
  }

  /** TensorFlow's files start with the length 24, its checksum, and field 1, a double. */
  @Test
  void firstBytesMatchTensorFlow() throws IOException {
    MadeUpRun.follow(new TensorBoardListener(folder), 0, 1, 1);

    byte[] bytes = Files.readAllBytes(onlyFile());
    assertEquals(
        "1800000000000000a37f4b2209",
        BaseEncoding.base16().lowerCase().encode(Arrays.copyOf(bytes, 13)));
  }

  @Test
  void writesThreeScalarsPerStep() throws IOException {
    MadeUpRun.follow(new TensorBoardListener(folder, CLOCK), 0, 1, 1);

    StepReport step = MadeUpRun.step(1, 1);
    assertEquals(
        new Event(
            1_600_000_000.25,
            1,
            "",
            0,
            Map.of(
                "training/loss", (float) step.loss(),
                "training/learning_rate", (float) step.learningRate(),
                "training/seconds_per_step", (float) step.secondsPerStep())),
        EventReader.read(onlyFile()).get(2));
  }

  @Test
  void writesMetricsAndMixtureWeightsPerEvaluation() throws IOException {
    MadeUpRun.follow(new TensorBoardListener(folder, CLOCK), 0, 2, 2);

    Event last = EventReader.read(onlyFile()).get(4);
    EvaluationReport evaluation = MadeUpRun.evaluation(2);
    assertEquals(2, last.step());
    evaluation
        .metrics()
        .toMap()
        .forEach(
            (name, value) ->
                assertEquals(value.floatValue(), last.scalars().get(name.replace('.', '/'))));
    assertEquals(0.73f, last.scalars().get("mixture_weight/rgb"));
    assertEquals(0.25f, last.scalars().get("mixture_weight/audio"));
    assertEquals(16, last.scalars().size());
  }

  @Test
  void writesEventsDuringTheRun() throws IOException {
    TensorBoardListener listener = new TensorBoardListener(folder);
    listener.onStart(3);
    listener.onStep(MadeUpRun.step(1, 3));

    assertEquals(3, EventReader.read(onlyFile()).size());
    listener.onEnd();
  }

  @Test
  void resumedRunWritesItsOwnFileWithItsFirstStep() throws IOException {
    TensorBoardListener listener = new TensorBoardListener(folder, CLOCK);
    MadeUpRun.follow(listener, 0, 5, 9);
    MadeUpRun.follow(listener, 3, 9, 9);

    List<Path> files = files();
    assertEquals(2, files.size());
    assertEquals(4, EventReader.read(files.get(1)).get(1).step());
  }

  @Test
  void fileNamesStartAsTensorBoardExpects() throws IOException {
    MadeUpRun.follow(new TensorBoardListener(folder, CLOCK), 0, 1, 1);

    String name = onlyFile().getFileName().toString();
    assertTrue(name.matches("events\\.out\\.tfevents\\.1600000000\\.mmt\\.[0-9]+\\.[0-9]+"), name);
  }

  @Test
  void namesTheFileIfTheFolderIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    TensorBoardListener listener = new TensorBoardListener(file);

    String message =
        assertThrows(UncheckedIOException.class, () -> listener.onStep(MadeUpRun.step(1, 1)))
            .getMessage();
    assertTrue(message.startsWith(file.resolve("events.out.tfevents.").toString()), message);
  }

  /** Uses the published check value of CRC-32C. */
  @Test
  void checksumOfTheTestReaderIsCorrect() {
    assertEquals(0xE3069283, EventReader.checksum("123456789".getBytes(US_ASCII)));
  }

  private Path onlyFile() throws IOException {
    List<Path> files = files();
    assertEquals(1, files.size());
    return files.get(0);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
