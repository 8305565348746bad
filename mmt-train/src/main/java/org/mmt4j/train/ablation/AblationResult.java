package org.mmt4j.train.ablation;

import static com.google.common.collect.ImmutableSortedMap.toImmutableSortedMap;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmt4j.train.evaluation.DirectionMetrics;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Result of an {@link AblationTable}.
 *
 * @param title title of the table
 * @param rows one row per variant, in the table's order
 */
public record AblationResult(String title, List<Row> rows) {

  private static final ImmutableList<Column> COLUMNS =
      ImmutableList.of(
          new Column("R@1", DirectionMetrics::r1),
          new Column("R@5", DirectionMetrics::r5),
          new Column("R@10", DirectionMetrics::r10),
          new Column("MdR", DirectionMetrics::medianRank),
          new Column("MnR", DirectionMetrics::meanRank));

  /** Copies the rows. */
  public AblationResult {
    rows = List.copyOf(rows);
  }

  private record Column(String name, ToDoubleFunction<DirectionMetrics> value) {}

  /**
   * A variant with all of its runs.
   *
   * @param runs metrics by seed
   */
  public record Row(Variant variant, SortedMap<Long, RetrievalMetrics> runs) {

    /** Copies the metrics. */
    public Row {
      runs = ImmutableSortedMap.copyOf(runs);
    }

    /** Runs a variant with all seeds. */
    static Row run(Variant variant, Setup base, List<Long> seeds, Experiment experiment) {
      if (seeds.isEmpty() || new HashSet<>(seeds).size() < seeds.size()) {
        throw new IllegalArgumentException(
            "seeds: found %s, expected at least one and no duplicates".formatted(seeds));
      }
      Setup setup = variant.change().apply(base);
      return new Row(
          variant,
          seeds.stream()
              .collect(
                  toImmutableSortedMap(
                      Comparator.naturalOrder(),
                      seed -> seed,
                      seed -> experiment.run(setup, seed))));
    }

    /** Returns mean and deviation of one figure over the seeds. */
    public MeanAndDeviation over(ToDoubleFunction<RetrievalMetrics> figure) {
      return MeanAndDeviation.of(runs.values().stream().mapToDouble(figure).toArray());
    }

    private String textToVideo(ToDoubleFunction<DirectionMetrics> figure) {
      return over(metrics -> figure.applyAsDouble(metrics.textToVideo())).toString();
    }
  }

  /**
   * Returns a text table of text-to-video retrieval: mean and deviation over the seeds. Lines end
   * in line feeds.
   */
  public String format() {
    return table(columns());
  }

  /**
   * Returns the table with additional columns of the paper's figures. They are comparable only if
   * the videos are the paper's test set, MSR-VTT 1k-A.
   */
  public String formatBesidePaper() {
    return table(Stream.concat(columns(), paperColumns()));
  }

  private Stream<List<String>> columns() {
    return Stream.concat(
        Stream.of(column("", row -> row.variant().name())),
        COLUMNS.stream()
            .map(column -> column(column.name(), row -> row.textToVideo(column.value()))));
  }

  private Stream<List<String>> paperColumns() {
    return Stream.of(
        column("paper's R@5", row -> paper(row, figures -> figures.r5().toString())),
        column("MdR", row -> paper(row, figures -> figures.medianRank().toString())),
        column("MnR", row -> paper(row, figures -> figures.meanRank().toString())),
        column("from", row -> paper(row, PaperFigures::source)));
  }

  private static String paper(Row row, Function<PaperFigures, String> figure) {
    return row.variant().paper().map(figure).orElse("-");
  }

  private List<String> column(String head, Function<Row, String> cell) {
    return Stream.concat(Stream.of(head), rows.stream().map(cell)).toList();
  }

  /** Formats columns: the first one is left-aligned, the others are right-aligned. */
  private String table(Stream<List<String>> columns) {
    List<List<String>> padded = columns.map(AblationResult::padded).toList();
    StringBuilder text = new StringBuilder(title).append('\n');
    for (int line = 0; line <= rows.size(); line++) {
      int row = line;
      text.append(
              padded.stream()
                  .map(column -> column.get(row))
                  .collect(Collectors.joining("  "))
                  .stripTrailing())
          .append('\n');
    }
    return text.toString();
  }

  private static List<String> padded(List<String> column) {
    int width = column.stream().mapToInt(String::length).max().orElse(0);
    boolean names = column.get(0).isEmpty();
    return column.stream()
        .map(cell -> names ? Strings.padEnd(cell, width, ' ') : Strings.padStart(cell, width, ' '))
        .toList();
  }

  /** Returns all figures of all runs, by row name, then by seed, then by name of the figure. */
  public Map<String, Map<Long, Map<String, Double>>> raw() {
    return rows.stream()
        .collect(
            ImmutableMap.toImmutableMap(
                row -> row.variant().name(),
                row ->
                    ImmutableMap.copyOf(
                        Maps.transformValues(row.runs(), RetrievalMetrics::toMap))));
  }
}
