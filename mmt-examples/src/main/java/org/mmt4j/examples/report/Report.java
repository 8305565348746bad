package org.mmt4j.examples.report;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import org.mmt4j.train.RetrievalMetrics;

/**
 * What a report tells about a training run.
 *
 * @param title heading of the page
 * @param facts short statements shown in one line, such as "1000 clips to train on"
 * @param losses loss of every step, first step first; fewer than two draw no curve
 * @param before metrics of the model before training
 * @param after metrics of the trained model on the same data
 * @param examples captions and the clips that the trained model finds for them
 * @param ablations metrics of variants; empty for no such table
 */
public record Report(
    String title,
    List<String> facts,
    ImmutableDoubleArray losses,
    RetrievalMetrics before,
    RetrievalMetrics after,
    List<RankedExample> examples,
    List<Ablation> ablations) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException naming the step if a loss is NaN or infinite
   */
  public Report {
    for (int i = 0; i < losses.length(); i++) {
      if (!Double.isFinite(losses.get(i))) {
        throw new IllegalArgumentException(
            "loss of step %d: found %s, expected a finite number".formatted(i + 1, losses.get(i)));
      }
    }
    facts = List.copyOf(facts);
    examples = List.copyOf(examples);
    ablations = List.copyOf(ablations);
  }
}
