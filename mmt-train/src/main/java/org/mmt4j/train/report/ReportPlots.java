package org.mmt4j.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.evaluation.DirectionMetrics;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * The plots of a page. A plot needs at least two points; a plot of recalls needs three, because the
 * page compares the first and the last evaluation elsewhere.
 */
final class ReportPlots {

  private ReportPlots() {}

  static List<Plot> of(List<StepReport> steps, List<EvaluationReport> evaluations) {
    List<Plot> plots = new ArrayList<>();
    if (steps.size() > 1) {
      plots.add(
          ofSteps(
              "Loss",
              "Loss by training step. The line is the mean of adjacent steps; the band reaches from their smallest to their largest loss.",
              steps,
              StepReport::loss));
      plots.add(
          ofSteps(
              "Learning rate", "Learning rate by training step.", steps, StepReport::learningRate));
    }
    if (evaluations.size() > 2) {
      plots.add(recalls("Recall, text to video", evaluations, RetrievalMetrics::textToVideo));
      plots.add(recalls("Recall, video to text", evaluations, RetrievalMetrics::videoToText));
    }
    List<EvaluationReport> weighed =
        evaluations.stream().filter(e -> !e.mixtureWeights().isEmpty()).toList();
    if (weighed.size() > 1) {
      plots.add(mixtureWeights(weighed));
    }
    return plots;
  }

  private static Plot ofSteps(
      String title, String note, List<StepReport> steps, ToDoubleFunction<StepReport> value) {
    return Plot.of(title, note, List.of(Series.of(title, steps, StepReport::step, value)));
  }

  private static Plot recalls(
      String title,
      List<EvaluationReport> evaluations,
      Function<RetrievalMetrics, DirectionMetrics> direction) {
    return Plot.of(
        title,
        "Percent of queries whose correct answer is among the first k, by training step.",
        List.of(
            recall("R@1", evaluations, direction, DirectionMetrics::r1),
            recall("R@5", evaluations, direction, DirectionMetrics::r5),
            recall("R@10", evaluations, direction, DirectionMetrics::r10)));
  }

  private static Series recall(
      String name,
      List<EvaluationReport> evaluations,
      Function<RetrievalMetrics, DirectionMetrics> direction,
      ToDoubleFunction<DirectionMetrics> recall) {
    return Series.of(
        name,
        evaluations,
        EvaluationReport::step,
        e -> recall.applyAsDouble(direction.apply(e.metrics())));
  }

  private static Plot mixtureWeights(List<EvaluationReport> evaluations) {
    return Plot.of(
        "Mixture weights",
        "Mixture weight of each expert, mean over the evaluated captions, by training step.",
        evaluations.get(0).mixtureWeights().keySet().stream()
            .map(expert -> weight(expert, evaluations))
            .toList());
  }

  private static Series weight(String expert, List<EvaluationReport> evaluations) {
    return Series.of(
        expert,
        evaluations,
        EvaluationReport::step,
        e -> e.mixtureWeights().getOrDefault(expert, 0.0));
  }
}
