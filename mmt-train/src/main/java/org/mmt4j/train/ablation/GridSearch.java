package org.mmt4j.train.ablation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mmt4j.train.ablation.AblationResult.Row;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Grid search over all combinations of settings, as the paper does on the validation split (section
 * 4.2):
 *
 * <pre>{@code
 * Variant slow = Variant.of("rate 5e-5", setup -> setup.withTraining(...));
 * AblationResult best =
 *     GridSearch.over(List.of(List.of(slow, fast), List.of(small, large)))
 *         .run(base.withTestVideos(validation), seeds, experiment);
 * }</pre>
 */
public final class GridSearch {

  private static final String TITLE = "Grid search, best first";

  private final AblationTable grid;
  private final ToDoubleFunction<RetrievalMetrics> score;

  private GridSearch(AblationTable grid, ToDoubleFunction<RetrievalMetrics> score) {
    this.grid = grid;
    this.score = score;
  }

  /**
   * Returns a search over all combinations of one variant per axis; the last axis varies fastest.
   * The best combination has the highest geometric mean of text-to-video R@1, R@5 and R@10.
   *
   * @param axes at least one axis, none empty
   * @throws IllegalArgumentException if there are no axes, an axis is empty, or two combinations
   *     have the same name
   */
  public static GridSearch over(List<List<Variant>> axes) {
    if (axes.isEmpty() || axes.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "axes of the grid search: found sizes %s, expected at least one axis and no empty axis"
              .formatted(axes.stream().map(List::size).toList()));
    }
    List<Variant> combinations =
        Lists.cartesianProduct(axes).stream()
            .map(combination -> combination.stream().reduce(Variant::then).orElseThrow())
            .toList();
    return new GridSearch(
        AblationTable.of(TITLE, combinations), metrics -> metrics.textToVideo().geometricMean());
  }

  /** Returns a copy with a different score; higher is better. */
  public GridSearch scoredBy(ToDoubleFunction<RetrievalMetrics> other) {
    return new GridSearch(grid, other);
  }

  /**
   * Runs all combinations.
   *
   * @param base setup whose test videos are those of the validation split
   * @param seeds at least one seed; combinations are compared by their mean score
   * @return the combinations, best first; ties keep the order of the grid
   */
  public AblationResult run(Setup base, List<Long> seeds, Experiment experiment) {
    AblationResult result = grid.run(base, seeds, experiment);
    Comparator<Row> byScore = Comparator.comparingDouble(row -> row.over(score).mean());
    return new AblationResult(
        result.title(), ImmutableList.sortedCopyOf(byScore.reversed(), result.rows()));
  }
}
