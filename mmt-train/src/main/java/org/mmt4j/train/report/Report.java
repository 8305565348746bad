package org.mmt4j.train.report;

import java.util.List;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;

/**
 * What a page tells about a training run.
 *
 * @param title heading of the page
 * @param facts short statements shown in one line, such as "1000 clips to train on"
 * @param steps what the steps did, in their order; fewer than two are not drawn
 * @param evaluations what evaluations found, in the order of their steps; the last is compared with
 *     the first
 * @param examples captions and the videos that the trained model finds for them
 * @param ablations metrics of variants; empty for no such table
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
   * @throws IllegalArgumentException naming the step if a loss is NaN or infinite
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
