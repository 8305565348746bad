package org.mmt4j.train.ablation;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mmt4j.train.ablation.AblationResult.Row;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Greedy forward selection of experts (paper, Figure 4, right). Starts without experts; each round
 * adds the expert that scores best together with the selected ones.
 *
 * @param score score of an evaluation; higher is better
 */
public record GreedySelection(ToDoubleFunction<RetrievalMetrics> score) {

  /** Selection by the text-to-video mean rank, as in Figure 4. */
  public static final GreedySelection BY_MEAN_RANK =
      new GreedySelection(metrics -> -metrics.textToVideo().meanRank());

  /**
   * Trains with each single expert, then with the best one plus each of the others, and so on until
   * all are selected: N (N + 1) / 2 variants for N experts.
   *
   * @param base setup whose test videos are those of the validation split
   * @param seeds at least one seed; variants are compared by their mean score
   * @return the best variant of each round, in order; ties keep the base's order of experts
   */
  public AblationResult run(Setup base, List<Long> seeds, Experiment experiment) {
    ImmutableList.Builder<Row> best = ImmutableList.builder();
    List<String> selected = new ArrayList<>();
    while (selected.size() < base.experts().size()) {
      Round round = round(base, selected, seeds, experiment);
      selected.add(round.added());
      best.add(round.row());
    }
    return new AblationResult("Greedy selection of experts", best.build());
  }

  /** An expert and the result of adding it. */
  private record Round(String added, Row row) {}

  private Round round(Setup base, List<String> selected, List<Long> seeds, Experiment experiment) {
    return base.experts().stream()
        .filter(expert -> !selected.contains(expert))
        .map(expert -> new Round(expert, Row.run(with(selected, expert), base, seeds, experiment)))
        .reduce((first, next) -> score(next) > score(first) ? next : first)
        .orElseThrow();
  }

  private double score(Round round) {
    return round.row().over(score).mean();
  }

  private static Variant with(List<String> selected, String added) {
    ImmutableList<String> experts =
        ImmutableList.<String>builder().addAll(selected).add(added).build();
    return Variant.of("+ " + added, setup -> setup.withExperts(experts));
  }
}
