package org.mmt4j.train.evaluation;

import com.google.common.base.Strings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Formats mean ± standard deviation over seeds as a text table in the layout of the paper's tables
 * 7 and 9: one row per system, both directions side by side, recalls in percent.
 */
public final class SummaryTable {

  private static final List<String> COLUMNS = List.of("R1", "R5", "R10", "MdR", "MnR");
  private static final int CELL_WIDTH = 14;
  private static final int DIRECTION_WIDTH = CELL_WIDTH * 5;

  private SummaryTable() {}

  /**
   * Returns the table of several systems, in the map's order. Every line ends in a line feed.
   *
   * @param rows summaries by row name
   */
  public static String format(Map<String, MetricsSummary> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    String head =
        line(width, "", centered("Text -> Video") + centered("Video -> Text"))
            + line(width, "", cells(column -> column.substring(4).replaceFirst("^R(?=\\d)", "R@")));
    return rows.entrySet().stream()
        .map(row -> line(width, row.getKey(), cells(name -> figure(row.getValue().figure(name)))))
        .collect(Collectors.joining("", head, ""));
  }

  private static String line(int width, String name, String cells) {
    return (Strings.padEnd(name, width, ' ') + cells).stripTrailing() + "\n";
  }

  private static String centered(String title) {
    String right = Strings.padStart(title, (DIRECTION_WIDTH + title.length()) / 2, ' ');
    return Strings.padEnd(right, DIRECTION_WIDTH, ' ');
  }

  /** Returns a cell for each column of both directions; {@code cell} gets the figure's name. */
  private static String cells(Function<String, String> cell) {
    StringBuilder cells = new StringBuilder();
    for (String direction : List.of("t2v.", "v2t.")) {
      for (String column : COLUMNS) {
        cells.append(Strings.padStart(cell.apply(direction + column), CELL_WIDTH, ' '));
      }
    }
    return cells.toString();
  }

  private static String figure(MetricsSummary.Figure figure) {
    return String.format(Locale.ROOT, "%.1f ± %.1f", figure.mean(), figure.deviation());
  }
}
