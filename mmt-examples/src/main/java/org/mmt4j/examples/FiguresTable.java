package org.mmt4j.examples;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** Formats our metrics and published metrics as a text table with one column each. */
final class FiguresTable {

  private static final ImmutableMap<String, String> DIRECTIONS =
      ImmutableMap.of("t2v.", "text to video", "v2t.", "video to text");

  private static final ImmutableMap<String, String> METRICS =
      ImmutableMap.of(
          "R1", "R@1", "R5", "R@5", "R10", "R@10", "R50", "R@50", "MdR", "MdR", "MnR", "MnR");

  private static final int GAP = 3;

  private FiguresTable() {}

  /**
   * Returns the table; every line ends with a line feed. A metric that was not published is a dash.
   *
   * @param name title of our column
   */
  static String format(String name, RetrievalMetrics ours, List<PublishedFigures> published) {
    StringBuilder table = new StringBuilder(head(name, published));
    DIRECTIONS.forEach(
        (prefix, direction) ->
            METRICS.forEach(
                (metric, title) -> {
                  String key = prefix + metric;
                  table.append(String.format(Locale.ROOT, "%-14s %-4s", direction, title));
                  table.append(cell(name, ours.toMap(), key));
                  published.forEach(
                      column -> table.append(cell(column.name(), column.figures(), key)));
                  table.append('\n');
                }));
    return table.toString();
  }

  private static String head(String name, List<PublishedFigures> published) {
    StringBuilder head = new StringBuilder(" ".repeat(19 + GAP)).append(name);
    published.forEach(column -> head.append(" ".repeat(GAP)).append(column.name()));
    return head.append('\n').toString();
  }

  private static String cell(String column, Map<String, Double> metrics, String key) {
    Double metric = metrics.get(key);
    String text = metric == null ? "-" : String.format(Locale.ROOT, "%.1f", metric);
    return Strings.padStart(text, GAP + column.length(), ' ');
  }
}
