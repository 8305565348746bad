package org.mmt4j.examples.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.mmt4j.train.DirectionMetrics;
import org.mmt4j.train.RetrievalMetrics;

/** What the template {@code report.mustache} shows, as text; names are those in the template. */
record ReportPage(
    String style,
    String title,
    List<String> facts,
    List<Highlight> highlights,
    List<LossCurve> lossCurve,
    List<Direction> directions,
    boolean hasAblations,
    List<Row> ablations,
    boolean hasExamples,
    List<Example> examples) {

  /** A figure worth a large print, and what it was before training. */
  record Highlight(String name, String after, String before) {}

  /** Recalls and ranks of one direction. */
  record Direction(String name, List<Bars> recalls, Row before, Row after) {

    static Direction of(String name, DirectionMetrics before, DirectionMetrics after) {
      return new Direction(
          name,
          List.of(
              new Bars("R@1", decimal(before.r1()), decimal(after.r1())),
              new Bars("R@5", decimal(before.r5()), decimal(after.r5())),
              new Bars("R@10", decimal(before.r10()), decimal(after.r10())),
              new Bars("R@50", decimal(before.r50()), decimal(after.r50()))),
          new Row("before training", figures(before)),
          new Row("after training", figures(after)));
    }
  }

  /** One recall before and after training, in percent. */
  record Bars(String name, String before, String after) {}

  /** A table's row. */
  record Row(String name, List<String> figures) {}

  /** A caption and the clips found for it. */
  record Example(String caption, int rightRank, boolean first, boolean shown, List<Clip> clips) {

    static Example of(RankedExample example) throws IOException {
      List<Clip> clips = new ArrayList<>();
      for (Hit hit : example.hits()) {
        clips.add(Clip.of(clips.size() + 1, hit));
      }
      boolean shown = example.hits().stream().anyMatch(Hit::right);
      return new Example(
          example.caption(), example.rightRank(), example.rightRank() == 1, shown, clips);
    }
  }

  /** A film strip. */
  record Clip(int rank, String id, String similarity, boolean right, List<Frame> frames) {

    static Clip of(int rank, Hit hit) throws IOException {
      List<Frame> frames = new ArrayList<>();
      for (BufferedImage image : hit.frames()) {
        frames.add(new Frame(frames.size() + 1, EmbeddedPicture.of(image)));
      }
      String similarity = String.format(Locale.ROOT, "%.3f", hit.similarity());
      return new Clip(rank, hit.id(), similarity, hit.right(), frames);
    }
  }

  /** A picture of a film strip. */
  record Frame(int number, String picture) {}

  static ReportPage of(Report report, String style) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (RankedExample example : report.examples()) {
      examples.add(Example.of(example));
    }
    RetrievalMetrics before = report.before();
    RetrievalMetrics after = report.after();
    return new ReportPage(
        style,
        report.title(),
        report.facts(),
        highlights(before, after),
        report.losses().length() < 2 ? List.of() : List.of(LossCurve.of(report.losses())),
        List.of(
            Direction.of("Text to video", before.textToVideo(), after.textToVideo()),
            Direction.of("Video to text", before.videoToText(), after.videoToText())),
        !report.ablations().isEmpty(),
        report.ablations().stream().map(a -> new Row(a.name(), figures(a.metrics()))).toList(),
        !examples.isEmpty(),
        examples);
  }

  private static List<Highlight> highlights(RetrievalMetrics before, RetrievalMetrics after) {
    DirectionMetrics videos = after.textToVideo();
    DirectionMetrics videosBefore = before.textToVideo();
    return List.of(
        new Highlight("right clip first", percent(videos.r1()), percent(videosBefore.r1())),
        new Highlight("among the first five", percent(videos.r5()), percent(videosBefore.r5())),
        new Highlight(
            "median rank of the right clip",
            decimal(videos.medianRank()),
            decimal(videosBefore.medianRank())),
        new Highlight(
            "right caption first",
            percent(after.videoToText().r1()),
            percent(before.videoToText().r1())));
  }

  private static List<String> figures(RetrievalMetrics metrics) {
    List<String> figures = new ArrayList<>(figures(metrics.textToVideo()));
    figures.addAll(figures(metrics.videoToText()));
    return figures;
  }

  private static List<String> figures(DirectionMetrics m) {
    return DoubleStream.of(m.r1(), m.r5(), m.r10(), m.r50(), m.medianRank(), m.meanRank())
        .mapToObj(ReportPage::decimal)
        .toList();
  }

  private static String percent(double value) {
    return decimal(value) + " %";
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
