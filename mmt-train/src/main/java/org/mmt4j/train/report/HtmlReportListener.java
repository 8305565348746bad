package org.mmt4j.train.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * <p>The page holds what this listener heard of. When steps come again, in a run that resumes, they
 * replace those and all later ones.
 *
 * <p>Methods throw {@link UncheckedIOException} naming the file if it cannot be written.
 */
public final class HtmlReportListener implements TrainingListener {

  private final Path file;
  private final String title;
  private final ImmutableList<String> facts;
  private final NavigableMap<Integer, StepReport> steps = new TreeMap<>();
  private final NavigableMap<Integer, EvaluationReport> evaluations = new TreeMap<>();

  /**
   * A page in a file, whose folder is made if there is none.
   *
   * @param title heading of the page
   * @param facts short statements shown in one line, such as "1000 clips to train on"
   */
  public HtmlReportListener(Path file, String title, List<String> facts) {
    this.file = file;
    this.title = title;
    this.facts = ImmutableList.copyOf(facts);
  }

  @Override
  public void onStep(StepReport report) {
    steps.tailMap(report.step(), true).clear();
    evaluations.tailMap(report.step(), true).clear();
    steps.put(report.step(), report);
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    steps.tailMap(report.step(), false).clear();
    evaluations.tailMap(report.step(), true).clear();
    evaluations.put(report.step(), report);
    write(List.of(), List.of());
  }

  @Override
  public void onEnd() {
    write(List.of(), List.of());
  }

  /**
   * Writes the page with examples and ablations.
   *
   * @param examples captions and the videos that the trained model finds for them
   * @param ablations metrics of variants; empty for no such table
   */
  public void write(List<RankedExample> examples, List<Ablation> ablations) {
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
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
