package org.mmt4j.train.evaluation;

import com.google.common.base.Strings;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Formats metrics as a text table in the paper's layout: one row per system, both directions side
 * by side, recalls in percent.
 */
public final class RetrievalTable {

  private static final int COLUMNS_WIDTH = 42;
  private static final String COLUMNS = "    R@1    R@5   R@10   R@50    MdR    MnR";

  private RetrievalTable() {}

  /**
   * Returns the table of several systems, in the map's order. Every line ends in a line feed.
   *
   * @param rows metrics by row name
   */
  public static String format(Map<String, RetrievalMetrics> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    String head =
        line(width, "", centered("Text to video"), centered("Video to text"))
            + line(width, "", COLUMNS, COLUMNS);
    return rows.entrySet().stream()
        .map(
            row ->
                line(
                    width,
                    row.getKey(),
                    figures(row.getValue().textToVideo()),
                    figures(row.getValue().videoToText())))
        .collect(Collectors.joining("", head, ""));
  }

  private static String line(int width, String name, String textToVideo, String videoToText) {
    String line = Strings.padEnd(name, width, ' ') + textToVideo + "  " + videoToText;
    return line.stripTrailing() + "\n";
  }

  private static String centered(String title) {
    String right = Strings.padStart(title, (COLUMNS_WIDTH + title.length()) / 2, ' ');
    return Strings.padEnd(right, COLUMNS_WIDTH, ' ');
  }

  private static String figures(DirectionMetrics metrics) {
    return String.format(
        Locale.ROOT,
        "%7.1f%7.1f%7.1f%7.1f%7.1f%7.1f",
        metrics.r1(),
        metrics.r5(),
        metrics.r10(),
        metrics.r50(),
        metrics.medianRank(),
        metrics.meanRank());
  }
}
