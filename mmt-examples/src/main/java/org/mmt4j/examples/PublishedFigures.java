package org.mmt4j.examples;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/**
 * Metrics that the paper reports for one of its models (Tables 7 to 9; means of three runs).
 *
 * @param name title of the column
 * @param videos number of test videos (paper, section 4.1)
 * @param figures metrics by the keys of {@code RetrievalMetrics.toMap}, recalls in percent
 */
record PublishedFigures(String name, int videos, ImmutableMap<String, Double> figures) {

  private static final ImmutableMap<String, ImmutableList<PublishedFigures>> BY_SPLIT =
      ImmutableMap.of(
          "jsfusion",
          ImmutableList.of(
              column(
                  "paper, Table 7, from scratch",
                  1000,
                  "R10",
                  ImmutableList.of(24.6, 54.0, 67.1, 4.0, 26.7),
                  ImmutableList.of(24.4, 56.0, 67.8, 4.0, 23.6)),
              column(
                  "paper, Table 7, pre-trained",
                  1000,
                  "R10",
                  ImmutableList.of(26.6, 57.1, 69.6, 4.0, 24.0),
                  ImmutableList.of(27.0, 57.5, 69.7, 3.7, 21.3))),
          "miech",
          ImmutableList.of(
              column(
                  "paper, Table 7, from scratch",
                  1000,
                  "R10",
                  ImmutableList.of(20.3, 49.1, 63.9, 6.0, 29.5),
                  ImmutableList.of(21.1, 49.4, 63.2, 6.0, 24.5))),
          "val1",
          ImmutableList.of(
              column(
                  "paper, Table 8, from scratch",
                  4917,
                  "R50",
                  ImmutableList.of(22.7, 54.2, 93.2, 5.0, 20.8),
                  ImmutableList.of(22.9, 54.8, 93.1, 4.3, 21.2)),
              column(
                  "paper, Table 8, pre-trained",
                  4917,
                  "R50",
                  ImmutableList.of(28.7, 61.4, 94.5, 3.3, 16.0),
                  ImmutableList.of(28.9, 61.1, 94.3, 4.0, 17.1))),
          "lsmdc",
          ImmutableList.of(
              column(
                  "paper, Table 9, from scratch",
                  1000,
                  "R10",
                  ImmutableList.of(13.2, 29.2, 38.8, 21.0, 76.3),
                  ImmutableList.of(12.1, 29.3, 37.9, 22.5, 77.1)),
              column(
                  "paper, Table 9, pre-trained",
                  1000,
                  "R10",
                  ImmutableList.of(12.9, 29.9, 40.1, 19.3, 75.0),
                  ImmutableList.of(12.3, 28.6, 38.9, 20.0, 76.0))));

  /**
   * Returns the metrics of a split that are comparable with ours: at least 99 % of the paper's test
   * videos must be present. The reference, too, skips videos without features.
   */
  static ImmutableList<PublishedFigures> comparable(String split, int videos) {
    return of(split).stream()
        .filter(paper -> videos <= paper.videos && videos >= 0.99 * paper.videos)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the metrics of a published split; empty if the paper has none. */
  static ImmutableList<PublishedFigures> of(String split) {
    return BY_SPLIT.getOrDefault(split, ImmutableList.of());
  }

  /**
   * Creates a column.
   *
   * @param third name of the third recall: R10, or R50 for ActivityNet
   * @param textToVideo R@1, R@5, the third recall, median rank, mean rank
   * @param videoToText the same
   */
  private static PublishedFigures column(
      String name,
      int videos,
      String third,
      ImmutableList<Double> textToVideo,
      ImmutableList<Double> videoToText) {
    ImmutableMap.Builder<String, Double> figures = ImmutableMap.builder();
    List<String> columns = List.of("R1", "R5", third, "MdR", "MnR");
    for (int i = 0; i < columns.size(); i++) {
      figures.put("t2v." + columns.get(i), textToVideo.get(i));
      figures.put("v2t." + columns.get(i), videoToText.get(i));
    }
    return new PublishedFigures(name, videos, figures.buildOrThrow());
  }
}
