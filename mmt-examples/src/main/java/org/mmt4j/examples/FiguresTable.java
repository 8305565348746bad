package org.mmt4j.examples;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** A text table of figures of ours with published ones beside them, a column each. */
final class FiguresTable {

  private static final ImmutableMap<String, String> DIRECTIONS =
      ImmutableMap.of("t2v.", "text to video", "v2t.", "video to text");

  private static final ImmutableMap<String, String> FIGURES =
      ImmutableMap.of(
          "R1", "R@1", "R5", "R@5", "R10", "R@10", "R50", "R@50", "MdR", "MdR", "MnR", "MnR");

  private static final int GAP = 3;

  private FiguresTable() {}

  /**
   * The table, every line ended by a line feed. A figure that was not published is a dash.
   *
   * @param name of our column
   */
  static String format(String name, RetrievalMetrics ours, List<PublishedFigures> theirs) {
    StringBuilder table = new StringBuilder(head(name, theirs));
    DIRECTIONS.forEach(
        (prefix, direction) ->
            FIGURES.forEach(
                (figure, title) -> {
                  String key = prefix + figure;
                  table.append(String.format(Locale.ROOT, "%-14s %-4s", direction, title));
                  table.append(cell(name, ours.toMap(), key));
                  theirs.forEach(
                      column -> table.append(cell(column.name(), column.figures(), key)));
                  table.append('\n');
                }));
    return table.toString();
  }

  private static String head(String name, List<PublishedFigures> theirs) {
    StringBuilder head = new StringBuilder(" ".repeat(19 + GAP)).append(name);
    theirs.forEach(column -> head.append(" ".repeat(GAP)).append(column.name()));
    return head.append('\n').toString();
  }

  private static String cell(String column, Map<String, Double> figures, String key) {
    Double figure = figures.get(key);
    String text = figure == null ? "-" : String.format(Locale.ROOT, "%.1f", figure);
    return Strings.padStart(text, GAP + column.length(), ' ');
  }
}
