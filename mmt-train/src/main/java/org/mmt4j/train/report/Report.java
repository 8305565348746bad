package org.mmt4j.train.report;

import java.util.List;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;

/**
 * Content of a page about a training run.
 *
 * @param title heading of the page
 * @param facts short statements, shown in one line, such as "1000 clips to train on"
 * @param steps reports of the steps, in order; fewer than two are not plotted
 * @param evaluations reports of the evaluations, in order of their steps; the page compares the
 *     last with the first
 * @param examples captions and the videos that the trained model finds for them
 * @param ablations metrics of variants; if empty, the page has no table of ablations
 */
public record Report(
    String title,
    List<String> facts,
    List<StepReport> steps,
    List<EvaluationReport> evaluations,
    List<RankedExample> examples,
    List<Ablation> ablations) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a loss is NaN or infinite; the message names the step
   */
  public Report {
    for (StepReport step : steps) {
      if (!Double.isFinite(step.loss())) {
        throw new IllegalArgumentException(
            "loss of step %d: found %s, expected a finite number"
                .formatted(step.step(), step.loss()));
      }
    }
    facts = List.copyOf(facts);
    steps = List.copyOf(steps);
    evaluations = List.copyOf(evaluations);
    examples = List.copyOf(examples);
    ablations = List.copyOf(ablations);
  }
}
