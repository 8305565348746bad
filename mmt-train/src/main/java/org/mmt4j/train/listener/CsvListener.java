package org.mmt4j.train.listener;

import com.google.common.collect.ImmutableMap;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;

/**
 * Writes a run as two tables in a folder: {@code steps.csv} with one row per step,
 *
 * <pre>{@code
 * step,loss,learning_rate,seconds
 * 1,0.0493,5.0E-5,0.131
 * }</pre>
 *
 * and {@code evaluations.csv} with one row per evaluation: the step, the metrics by name ({@code
 * t2v.R1, ..., v2t.MnR}), and the mean mixture weight of each expert ({@code weight.rgb, ...}).
 *
 * <p>A run that resumes continues the same files. At its first step or evaluation it removes the
 * rows from that step on, which an earlier run wrote after its last checkpoint. A run from the
 * start removes all rows. If the process is killed, at most the last row is lost.
 *
 * <p>Methods throw {@link UncheckedIOException} with the file's name if it cannot be written, and
 * {@link IllegalArgumentException} if an existing file is not such a table.
 */
public final class CsvListener implements TrainingListener {

  private static final List<String> STEP_COLUMNS = List.of("loss", "learning_rate", "seconds");

  private final StepTable steps;
  private final StepTable evaluations;
  private boolean started;

  /** Creates a listener that writes its tables to a folder. The folder is created if needed. */
  public CsvListener(Path directory) {
    this.steps = new StepTable(directory.resolve("steps.csv"));
    this.evaluations = new StepTable(directory.resolve("evaluations.csv"));
  }

  @Override
  public void onStart(int totalSteps) {
    started = false;
  }

  @Override
  public void onStep(StepReport report) {
    start(report.step() - 1);
    steps.append(
        report.step(),
        STEP_COLUMNS,
        List.of(report.loss(), report.learningRate(), report.secondsPerStep()));
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    start(report.step());
    evaluations.truncateFrom(report.step());
    Map<String, Double> figures = figures(report);
    evaluations.append(report.step(), List.copyOf(figures.keySet()), List.copyOf(figures.values()));
  }

  /**
   * Removes the rows of earlier runs after the step from which this run resumes; all rows if it
   * starts.
   */
  private void start(int stepsBefore) {
    if (!started) {
      int first = stepsBefore == 0 ? 0 : stepsBefore + 1;
      steps.truncateFrom(first);
      evaluations.truncateFrom(first);
      started = true;
    }
  }

  private static ImmutableMap<String, Double> figures(EvaluationReport report) {
    ImmutableMap.Builder<String, Double> figures = ImmutableMap.builder();
    figures.putAll(report.metrics().toMap());
    report.mixtureWeights().forEach((expert, weight) -> figures.put("weight." + expert, weight));
    return figures.buildOrThrow();
  }
}
