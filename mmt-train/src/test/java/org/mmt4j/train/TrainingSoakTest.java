package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmt4j.MmtModel;
import org.mmt4j.text.Bert;

/** Checks that many steps leak no memory. Runs in the profile {@code soak}. */
@Tag("soak")
final class TrainingSoakTest {

  private static final int STEPS = 10_000;
  private static final int WARM_UP = 500;
  private static final int EVERY = 50;

  /** Allowed growth per step; a leak of one array of the model would be a hundred times larger. */
  private static final double BYTES_PER_STEP = 100;

  @Test
  void tenThousandStepsKeepResidentMemoryFlat() throws IOException {
    SimpleRegression memory = new SimpleRegression();
    try (Bert bert = SmallTraining.bert(0.1);
        MmtModel model = SmallTraining.model(bert, 0.1)) {
      TrainingProcess.training(model, STEPS)
          .with(c -> c.evaluationSteps(100))
          .by(t -> t.validate(SmallTraining.data()))
          .by(
              t ->
                  t.listener(
                      new TrainingListener() {
                        @Override
                        public void onStep(StepReport report) {
                          if (report.step() > WARM_UP && report.step() % EVERY == 0) {
                            System.gc(); // so that only used heap counts
                            memory.addData(report.step(), resident());
                          }
                        }
                      }))
          .run()
          .close();
    }
    String slope =
        String.format(
            Locale.ROOT,
            "resident memory over %d steps: %.1f bytes per step, standard error %.1f%n",
            STEPS - WARM_UP,
            memory.getSlope(),
            memory.getSlopeStdErr());
    Files.writeString(Path.of("target/soak-report.txt"), slope);
    System.out.print(slope);
    assertTrue(memory.getSlope() < BYTES_PER_STEP, slope);
  }

  /** Returns the resident bytes of this process on Linux. */
  private static double resident() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return 1024 * Double.parseDouble(CharMatcher.inRange('0', '9').retainFrom(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("no VmRSS");
  }
}
