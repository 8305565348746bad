package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;
import org.mmt4j.train.evaluation.RetrievalMetrics;

final class CachedExperimentTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);

  @TempDir Path directory;
  private final List<Long> seedsThatRan = new ArrayList<>();
  private final Setup setup = SmallSetup.of(BERT);

  @AfterAll
  static void close() {
    BERT.close();
  }

  private RetrievalMetrics run(Setup setup, long seed) {
    Experiment counting =
        (given, givenSeed) -> {
          seedsThatRan.add(givenSeed);
          return SmallSetup.metrics((int) givenSeed);
        };
    return new CachedExperiment(directory, counting).run(setup, seed);
  }

  @Test
  void secondRunReturnsCachedResults() {
    AblationResult first = table().run(setup, List.of(1L), cached(new TrainAndTest()));
    Experiment none =
        (given, seed) -> {
          throw new AssertionError("trained again");
        };
    AblationResult second = table().run(setup, List.of(1L), cached(none));
    assertEquals(first.raw(), second.raw());
    assertEquals(first.format(), second.format());
  }

  private Experiment cached(Experiment experiment) {
    return new CachedExperiment(directory, experiment);
  }

  private static AblationTable table() {
    return PaperTables.oneExpert(List.of("audio", "rgb"));
  }

  @Test
  void interruptedSeriesContinuesWithMissingRuns() {
    Experiment interrupted =
        (given, seed) -> {
          if (seed == 2) {
            throw new IllegalStateException("power failure");
          }
          return SmallSetup.metrics(1);
        };
    AblationTable one = AblationTable.of("one", List.of(Variant.of("base", base -> base)));
    assertThrows(
        IllegalStateException.class,
        () -> one.run(setup, List.of(1L, 2L, 3L), cached(interrupted)));
    run(setup, 1);
    run(setup, 2);
    run(setup, 3);
    assertEquals(List.of(2L, 3L), seedsThatRan);
  }

  @Test
  void changedConfigurationRunsAgain() {
    run(setup, 1);
    run(setup.withTraining(trainer -> trainer.steps(4)), 1);
    run(setup, 1);
    assertEquals(List.of(1L, 1L), seedsThatRan);
  }

  @Test
  void damagedResultRunsAgainAndIsReplaced() throws IOException {
    RetrievalMetrics whole = run(setup, 3);
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    int damages = 0;
    for (int length = 0; length < bytes.length; length += 1 + bytes.length / 8) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertEquals(whole, run(setup, 3));
      assertEquals(whole, run(setup, 3));
      damages++;
      assertEquals(1 + damages, seedsThatRan.size());
    }
    Files.writeString(file, "null");
    assertEquals(whole, run(setup, 3));
  }

  @Test
  void resultOfADifferentConfigurationRunsAgain() throws IOException {
    run(setup, 1);
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    run(setup, 2);
    Files.write(onlyFile(), bytes);
    assertEquals(SmallSetup.metrics(2), run(setup, 2));
    assertEquals(List.of(1L, 2L, 2L), seedsThatRan);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return Iterables.getOnlyElement(files.toList());
    }
  }
}
