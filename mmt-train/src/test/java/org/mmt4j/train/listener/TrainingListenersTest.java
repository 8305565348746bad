package org.mmt4j.train.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;

class TrainingListenersTest {

  @Test
  void lossHistoryKeepsTheLossesOfTheLastRun() {
    LossHistory history = new LossHistory();
    train(history, 3);
    train(history, 4);

    assertArrayEquals(new double[] {1, 0.5, 1 / 3.0, 0.25}, Doubles.toArray(history.losses()));
  }

  @Test
  void progressBarEndsWithStepsLossAndSpeed() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    train(new ProgressBar(lines::add), 4);

    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("training 100%"), last);
    assertTrue(last.contains("4/4 steps"), last);
    assertTrue(last.contains("steps/s"), last);
    assertTrue(last.contains("loss 0.2500"), last);
  }

  @Test
  void progressBarShowsTheMemoryOfTheProcess() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    train(new ProgressBar(lines::add), 4);

    String last = lines.get(lines.size() - 1);
    assertTrue(last.matches(".*, [1-9][0-9]+ MB\\s*"), last);
  }

  @Test
  void stepsOfAnEarlierRunDoNotCountAsSpeed() throws InterruptedException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    ProgressBar bar = new ProgressBar(lines::add);
    bar.onStart(1_000_001);
    bar.onStep(new StepReport(1_000_001, 1_000_001, 0.5, 5e-5, 0.125));
    Thread.sleep(1100); // the speed appears after one second
    bar.onEnd();

    String last = lines.get(lines.size() - 1);
    assertTrue(last.contains("1000001/1000001 steps"), last);
    assertTrue(last.contains(" 0.0 steps/s"), last);
  }

  @Test
  void progressBarLimitsItsNumberOfLines() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    train(new ProgressBar(lines::add), 5000);

    assertTrue(lines.size() < 10, () -> lines.size() + " lines for 5000 steps");
  }

  @Test
  void progressBarCanEndWithoutStart() {
    List<String> lines = new ArrayList<>();
    new ProgressBar(lines::add).onEnd();

    assertEquals(List.of(), lines);
  }

  @Test
  void loggingListenerLogsEveryNthAndTheLastStep() {
    RecordingLogger logger = new RecordingLogger();
    train(new LoggingListener(logger, 2), 5);

    assertEquals(
        List.of(
            "INFO training for 5 steps",
            "INFO step 2 of 5: loss 0.5000, learning rate 5.00e-05, 0.125 s per step",
            "INFO step 4 of 5: loss 0.2500, learning rate 5.00e-05, 0.125 s per step",
            "INFO step 5 of 5: loss 0.2000, learning rate 5.00e-05, 0.125 s per step"),
        logger.lines());
  }

  @Test
  void loggingListenerLogsEvaluations() {
    RecordingLogger logger = new RecordingLogger();
    EvaluationReport report = MadeUpRun.evaluation(4);
    new LoggingListener(logger, 2).onEvaluation(report);

    assertEquals(List.of("INFO after step 4: " + report.metrics()), logger.lines());
  }

  @Test
  void loggingListenerRejectsAnIntervalBelowOne() {
    assertEquals(
        "steps between log lines: found 0, expected at least 1",
        assertThrows(
                IllegalArgumentException.class, () -> new LoggingListener(new RecordingLogger(), 0))
            .getMessage());
  }

  /** Calls the listener like a run whose loss at step n is 1 / n. */
  private static void train(TrainingListener listener, int steps) {
    listener.onStart(steps);
    for (int step = 1; step <= steps; step++) {
      listener.onStep(new StepReport(step, steps, 1.0 / step, 5e-5, 0.125));
    }
    listener.onEnd();
  }
}
