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
 * Keeps a run as two tables in a folder: {@code steps.csv} with a row for every step,
 *
 * <pre>{@code
 * step,loss,learning_rate,seconds
 * 1,0.0493,5.0E-5,0.131
 * }</pre>
 *
 * and {@code evaluations.csv} with a row for every evaluation: the step, the metrics under their
 * names ({@code t2v.R1, ..., v2t.MnR}), and the mean mixture weight of every expert ({@code
 * weight.rgb, ...}).
 *
 * <p>A run that resumes goes on in the same files: at its first step or evaluation the rows of that
 * step and of later ones are removed, which an earlier run left after its last checkpoint. A run
 * from the beginning so removes all. A kill loses at most the last row.
 *
 * <p>Methods throw {@link UncheckedIOException} naming the file if it cannot be written, and {@link
 * IllegalArgumentException} if it is there and holds something else.
 */
public final class CsvListener implements TrainingListener {

  private static final List<String> STEP_COLUMNS = List.of("loss", "learning_rate", "seconds");

  private final StepTable steps;
  private final StepTable evaluations;
  private boolean started;

  /** Tables in a folder, which is made if there is none. */
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
    evaluations.cutFrom(report.step());
    Map<String, Double> figures = figures(report);
    evaluations.append(report.step(), List.copyOf(figures.keySet()), List.copyOf(figures.values()));
  }

  /** Removes what earlier runs left after the steps that this one goes on from; all, if none. */
  private void start(int stepsBefore) {
    if (!started) {
      int first = stepsBefore == 0 ? 0 : stepsBefore + 1;
      steps.cutFrom(first);
      evaluations.cutFrom(first);
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
