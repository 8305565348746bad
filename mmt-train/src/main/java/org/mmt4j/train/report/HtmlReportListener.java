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
 * Writes an HTML page about a run: plots by step of the loss, the learning rate, the recalls in
 * both directions and the mean mixture weights, and tables of recalls. The page is written after
 * every evaluation and at the end of the run. {@link #write} writes it again with examples of the
 * trained model.
 *
 * <p>A {@code .json} file of the same name stores the content of the page. A run that resumes, in
 * this process or another one, continues from it; its steps replace the stored ones from the same
 * step on. If the process is killed, the events since the last write are lost.
 *
 * <p>Methods throw {@link UncheckedIOException} with the file's name if the file cannot be read or
 * written.
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
   * Creates a listener that writes a page to a file. The folder is created if needed.
   *
   * @param title heading of the page
   * @param facts short statements, shown in one line, such as "1000 clips to train on"
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
   * Reads the stored reports of an earlier process, before the first event or page of this
   * listener.
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

  /**
   * Writes the page; a run without steps, for example one that was already complete, does not
   * change it.
   */
  @Override
  public void onEnd() {
    if (started) {
      write(List.of(), List.of());
    }
  }

  /**
   * Writes the page with examples and ablations. Before the first step it uses the stored reports
   * of the earlier run.
   *
   * @param examples captions and the videos that the trained model finds for them
   * @param ablations metrics of variants; if empty, the page has no table of ablations
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
