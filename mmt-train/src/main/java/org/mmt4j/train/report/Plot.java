package org.mmt4j.train.report;

import com.google.common.collect.Lists;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.train.report.Scale.Tick;

/**
 * Values by step as lines of an SVG image of {@link #WIDTH} x {@link #HEIGHT}. The points of a line
 * are merged into at most {@link #GROUPS} groups, each with a mean, a minimum and a maximum.
 *
 * @param title heading
 * @param note description of the plot
 * @param curves the lines
 * @param hasLegend whether there is more than one line
 * @param steps labels of the horizontal axis
 * @param values labels of the vertical axis, which includes 0
 */
record Plot(
    String title,
    String note,
    List<Curve> curves,
    boolean hasLegend,
    List<Tick> steps,
    List<Tick> values) {

  static final int WIDTH = 560;
  static final int HEIGHT = 220;
  private static final int LEFT = 52;
  private static final int RIGHT = 546;
  private static final int TOP = 12;
  private static final int BOTTOM = 186;
  private static final int GROUPS = 200;
  private static final int DOTS = 30;
  private static final int COLOURS = 8;

  /**
   * A line.
   *
   * @param colour index of its colour
   * @param line polyline through the means
   * @param band polygon between minima and maxima; empty if every group is one point
   * @param dots the points; empty if there are many
   */
  record Curve(String name, int colour, String line, String band, List<Dot> dots) {}

  /** Position of a point. */
  record Dot(String x, String y) {}

  /** Values of adjacent steps. */
  private record Group(double step, double mean, double min, double max) {

    static Group of(List<Integer> steps, List<Double> values) {
      return new Group(
          (steps.get(0) + steps.get(steps.size() - 1)) / 2.0,
          values.stream().mapToDouble(v -> v).average().orElseThrow(),
          values.stream().mapToDouble(v -> v).min().orElseThrow(),
          values.stream().mapToDouble(v -> v).max().orElseThrow());
    }
  }

  /** Returns the plot of at min one series; each has at min one value. */
  static Plot of(String title, String note, List<Series> series) {
    double min = series.stream().flatMap(Plot::values).mapToDouble(v -> v).min().orElseThrow();
    double max = series.stream().flatMap(Plot::values).mapToDouble(v -> v).max().orElseThrow();
    int first = series.stream().mapToInt(s -> s.values().firstKey()).min().orElseThrow();
    int last = series.stream().mapToInt(s -> s.values().lastKey()).max().orElseThrow();
    Scale x = new Scale(first, last, LEFT, RIGHT);
    Scale y = new Scale(Math.min(0, min), Math.max(0, max), BOTTOM, TOP);
    return new Plot(
        title,
        note,
        IntStream.range(0, series.size())
            .mapToObj(i -> curve(series.get(i), i % COLOURS, x, y))
            .toList(),
        series.size() > 1,
        x.integerTicks(6),
        y.ticks(5));
  }

  private static Stream<Double> values(Series series) {
    return series.values().values().stream();
  }

  private static Curve curve(Series series, int colour, Scale x, Scale y) {
    List<Group> groups = groups(series);
    boolean grouped = groups.size() < series.values().size();
    return new Curve(
        series.name(),
        colour,
        points(x, y, groups, Group::mean),
        grouped
            ? points(x, y, groups, Group::max)
                + " "
                + points(x, y, Lists.reverse(groups), Group::min)
            : "",
        groups.size() > DOTS
            ? List.of()
            : groups.stream().map(g -> new Dot(unit(x.at(g.step)), unit(y.at(g.mean)))).toList());
  }

  private static List<Group> groups(Series series) {
    List<Integer> steps = series.values().keySet().asList();
    List<Double> values = series.values().values().asList();
    long points = steps.size();
    int groups = (int) Math.min(GROUPS, points);
    return IntStream.range(0, groups)
        .mapToObj(
            i -> {
              int from = (int) (i * points / groups);
              int to = (int) ((i + 1) * points / groups);
              return Group.of(steps.subList(from, to), values.subList(from, to));
            })
        .toList();
  }

  private static String points(
      Scale x, Scale y, List<Group> groups, ToDoubleFunction<Group> value) {
    return groups.stream()
        .map(g -> unit(x.at(g.step)) + "," + unit(y.at(value.applyAsDouble(g))))
        .collect(Collectors.joining(" "));
  }

  private static String unit(double position) {
    return String.format(Locale.ROOT, "%.1f", position);
  }
}
