package org.mmt4j.train.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.evaluation.DirectionMetrics;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** Data of the template {@code report.mustache}, as text; the template uses the component names. */
record ReportPage(
    String style,
    String title,
    List<String> facts,
    List<Highlight> highlights,
    boolean hasPlots,
    List<Plot> plots,
    boolean hasDirections,
    List<Direction> directions,
    boolean hasAblations,
    List<Row> ablations,
    boolean hasExamples,
    List<Example> examples) {

  /** A highlighted figure and its first value. */
  record Highlight(String name, String value, Optional<Before> before) {}

  /** A figure and when it was measured. */
  record Before(String value, String when) {}

  /** Recalls and ranks of one direction, at the first evaluation and at the last. */
  record Direction(String name, List<Bars> recalls, List<Row> rows) {}

  /** One recall by evaluation, in percent. */
  record Bars(String name, List<Bar> bars) {}

  /** A recall; the bar of the last evaluation is emphasized. */
  record Bar(String value, boolean last) {}

  /** A row of a table. */
  record Row(String name, List<String> figures, boolean last) {}

  /** A caption and the videos found for it. */
  record Example(String caption, int correctRank, boolean first, boolean shown, List<Clip> clips) {

    static Example of(RankedExample example) throws IOException {
      List<Clip> clips = new ArrayList<>();
      for (RankedVideo video : example.videos()) {
        clips.add(Clip.of(clips.size() + 1, video, "png"));
      }
      boolean shown = example.videos().stream().anyMatch(RankedVideo::correct);
      return new Example(
          example.caption(), example.correctRank(), example.correctRank() == 1, shown, clips);
    }
  }

  /** A film strip. */
  record Clip(
      int rank,
      String id,
      String similarity,
      boolean correct,
      boolean hasFrames,
      List<Frame> frames) {

    static Clip of(int rank, RankedVideo video, String format) throws IOException {
      List<Frame> frames = new ArrayList<>();
      for (BufferedImage image : video.frames()) {
        frames.add(new Frame(frames.size() + 1, EmbeddedImage.of(image, format)));
      }
      String similarity = String.format(Locale.ROOT, "%.3f", video.similarity());
      return new Clip(rank, video.id(), similarity, video.correct(), !frames.isEmpty(), frames);
    }
  }

  /** A frame of a film strip. */
  record Frame(int number, String picture) {}

  /** An evaluation with its own row: the first or the last. */
  private record Evaluated(String when, RetrievalMetrics metrics, boolean last) {}

  static ReportPage of(Report report, String style) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (RankedExample example : report.examples()) {
      examples.add(Example.of(example));
    }
    List<Plot> plots = ReportPlots.of(report.steps(), report.evaluations());
    List<Evaluated> evaluated = evaluated(report);
    return new ReportPage(
        style,
        report.title(),
        report.facts(),
        highlights(evaluated),
        !plots.isEmpty(),
        plots,
        !evaluated.isEmpty(),
        List.of(
            direction("Text to video", evaluated, RetrievalMetrics::textToVideo),
            direction("Video to text", evaluated, RetrievalMetrics::videoToText)),
        !report.ablations().isEmpty(),
        report.ablations().stream()
            .map(a -> new Row(a.name(), figures(a.metrics()), false))
            .toList(),
        !examples.isEmpty(),
        examples);
  }

  private static List<Evaluated> evaluated(Report report) {
    List<EvaluationReport> all = report.evaluations();
    int steps =
        report.steps().stream()
            .mapToInt(StepReport::totalSteps)
            .reduce((before, last) -> last)
            .orElse(Integer.MAX_VALUE);
    List<Evaluated> ends = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean last = i == all.size() - 1;
      if (i == 0 || last) {
        ends.add(new Evaluated(when(all.get(i).step(), steps), all.get(i).metrics(), last));
      }
    }
    return ends;
  }

  private static String when(int step, int totalSteps) {
    if (step == 0) {
      return "before training";
    }
    return step < totalSteps ? "after step " + step : "after training";
  }

  private static List<Highlight> highlights(List<Evaluated> evaluated) {
    if (evaluated.isEmpty()) {
      return List.of();
    }
    return List.of(
        highlight("correct video first", evaluated, m -> percent(m.textToVideo().r1())),
        highlight("among the first five", evaluated, m -> percent(m.textToVideo().r5())),
        highlight(
            "median rank of the correct video",
            evaluated,
            m -> decimal(m.textToVideo().medianRank())),
        highlight("correct caption first", evaluated, m -> percent(m.videoToText().r1())));
  }

  private static Highlight highlight(
      String name, List<Evaluated> evaluated, Function<RetrievalMetrics, String> figure) {
    Evaluated first = evaluated.get(0);
    Evaluated last = evaluated.get(evaluated.size() - 1);
    return new Highlight(
        name,
        figure.apply(last.metrics()),
        first.last()
            ? Optional.empty()
            : Optional.of(new Before(figure.apply(first.metrics()), first.when())));
  }

  private static Direction direction(
      String name,
      List<Evaluated> evaluated,
      Function<RetrievalMetrics, DirectionMetrics> direction) {
    return new Direction(
        name,
        List.of(
            bars("R@1", evaluated, direction.andThen(DirectionMetrics::r1)),
            bars("R@5", evaluated, direction.andThen(DirectionMetrics::r5)),
            bars("R@10", evaluated, direction.andThen(DirectionMetrics::r10)),
            bars("R@50", evaluated, direction.andThen(DirectionMetrics::r50))),
        evaluated.stream()
            .map(e -> new Row(e.when(), figures(direction.apply(e.metrics())), e.last()))
            .toList());
  }

  private static Bars bars(
      String name, List<Evaluated> evaluated, Function<RetrievalMetrics, Double> recall) {
    return new Bars(
        name,
        evaluated.stream()
            .map(e -> new Bar(decimal(recall.apply(e.metrics())), e.last()))
            .toList());
  }

  private static List<String> figures(RetrievalMetrics metrics) {
    return Stream.of(metrics.textToVideo(), metrics.videoToText())
        .flatMap(direction -> figures(direction).stream())
        .toList();
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
