package org.mmt4j.train.report;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;

/**
 * Keeps a page about a run: plots of loss and learning rate, of recalls in both directions and the
 * mean mixture weights of experts by step, and tables of recalls. It is written after every
 * evaluation and at the end of the run; {@link #write} writes it once more with what the trained
 * model finds.
 *
 * <p>A file of the same name that ends in {@code .json} keeps what the page shows: a run that
 * resumes, in this process or another, goes on with it, and its steps replace those of the same
 * number and all later ones. What came between the last writing and a kill is missing.
 *
 * <p>Methods throw {@link UncheckedIOException} naming the file if it cannot be read or written.
 */
public final class HtmlReportListener implements TrainingListener {

  private final Path file;
  private final Path reports;
  private final String title;
  private final ImmutableList<String> facts;
  private final NavigableMap<Integer, StepReport> steps = new TreeMap<>();
  private final NavigableMap<Integer, EvaluationReport> evaluations = new TreeMap<>();
  private boolean started;

  /**
   * A page in a file, whose folder is made if there is none.
   *
   * @param title heading of the page
   * @param facts short statements shown in one line, such as "1000 clips to train on"
   */
  public HtmlReportListener(Path file, String title, List<String> facts) {
    this.file = file;
    this.reports = file.resolveSibling(MoreFiles.getNameWithoutExtension(file) + ".json");
    this.title = title;
    this.facts = ImmutableList.copyOf(facts);
  }

  @Override
  public void onStep(StepReport report) {
    start(report.step() - 1);
    steps.tailMap(report.step(), true).clear();
    evaluations.tailMap(report.step(), true).clear();
    steps.put(report.step(), report);
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    start(report.step());
    steps.tailMap(report.step(), false).clear();
    evaluations.tailMap(report.step(), true).clear();
    evaluations.put(report.step(), report);
    write(List.of(), List.of());
  }

  /**
   * Before this listener's first event or page: reads what another process heard of the run before.
   */
  private void start(int stepsBefore) {
    if (!started && stepsBefore > 0 && Files.exists(reports)) {
      RunFile before = read();
      before.steps().forEach(step -> steps.put(step.step(), step));
      before.evaluations().forEach(e -> evaluations.put(e.step(), e.report()));
    }
    started = true;
  }

  private RunFile read() {
    try {
      return RunFile.read(reports);
    } catch (IOException e) {
      throw new UncheckedIOException(reports + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** A run without steps, such as one that was complete before, leaves the page as it is. */
  @Override
  public void onEnd() {
    if (started) {
      write(List.of(), List.of());
    }
  }

  /**
   * Writes the page with examples and ablations; before any step, that of the run before.
   *
   * @param examples captions and the videos that the trained model finds for them
   * @param ablations metrics of variants; empty for no such table
   */
  public void write(List<RankedExample> examples, List<Ablation> ablations) {
    start(Integer.MAX_VALUE);
    Report report =
        new Report(
            title,
            facts,
            List.copyOf(steps.values()),
            List.copyOf(evaluations.values()),
            examples,
            ablations);
    try {
      HtmlReport.write(report, file);
      RunFile.of(report.steps(), report.evaluations()).write(reports);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
