package org.mmt4j.examples.report;

import com.google.common.collect.Lists;
import com.google.common.primitives.ImmutableDoubleArray;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The losses of a run as points of an SVG picture of {@link #WIDTH} x {@link #HEIGHT}: steps are
 * gathered into at most {@link #GROUPS} groups, each with a mean, a least and a greatest loss.
 *
 * @param mean polyline through the means
 * @param range polygon around the least and greatest losses
 * @param steps labels of the horizontal axis
 * @param losses labels of the vertical axis
 */
record LossCurve(String mean, String range, List<Tick> steps, List<Tick> losses) {

  static final int WIDTH = 860;
  static final int HEIGHT = 220;
  private static final int LEFT = 56;
  private static final int RIGHT = 844;
  private static final int TOP = 12;
  private static final int BOTTOM = 186;
  private static final int GROUPS = 200;

  /** A label and where its line stands, in the picture's units. */
  record Tick(String label, double position) {}

  /** Losses of neighbouring steps. */
  private record Group(double step, double mean, double least, double greatest) {

    static Group of(ImmutableDoubleArray losses, int index, int groups) {
      int from = (int) ((long) index * losses.length() / groups);
      int to = (int) ((long) (index + 1) * losses.length() / groups);
      ImmutableDoubleArray part = losses.subArray(from, to);
      return new Group(
          (from + 1 + to) / 2.0,
          part.stream().average().orElseThrow(),
          part.stream().min().orElseThrow(),
          part.stream().max().orElseThrow());
    }
  }

  /** The curve of at least two losses. */
  static LossCurve of(ImmutableDoubleArray losses) {
    int groups = Math.min(GROUPS, losses.length());
    List<Group> curve =
        IntStream.range(0, groups).mapToObj(i -> Group.of(losses, i, groups)).toList();
    Scale x = new Scale(1, losses.length(), LEFT, RIGHT);
    double least = Math.min(0, losses.stream().min().orElseThrow());
    double greatest = losses.stream().max().orElseThrow();
    Scale y = new Scale(least, greatest > least ? greatest : least + 1, BOTTOM, TOP);
    return new LossCurve(
        points(curve.stream().map(g -> point(x.at(g.step), y.at(g.mean)))),
        points(
            Stream.concat(
                curve.stream().map(g -> point(x.at(g.step), y.at(g.greatest))),
                Lists.reverse(curve).stream().map(g -> point(x.at(g.step), y.at(g.least))))),
        x.ticks(Math.min(8, losses.length() - 1)),
        y.ticks(5));
  }

  private static String points(Stream<String> points) {
    return points.collect(Collectors.joining(" "));
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  /** Maps the values from {@code low} to {@code high} to the picture's units. */
  private record Scale(double low, double high, double start, double end) {

    double at(double value) {
      return start + (value - low) / (high - low) * (end - start);
    }

    /** The multiples of 1, 2 or 5 times a power of ten, about as many as asked for. */
    List<Tick> ticks(int count) {
      BigDecimal interval = roundUp((high - low) / count);
      long first = (long) Math.ceil(low / interval.doubleValue());
      long last = (long) Math.floor(high / interval.doubleValue());
      return LongStream.rangeClosed(first, last)
          .mapToObj(i -> interval.multiply(BigDecimal.valueOf(i)))
          .map(v -> new Tick(v.stripTrailingZeros().toPlainString(), at(v.doubleValue())))
          .toList();
    }

    private static BigDecimal roundUp(double interval) {
      int exponent = (int) Math.floor(Math.log10(interval));
      return Stream.of(1, 2, 5)
          .map(digit -> BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent))
          .filter(candidate -> candidate.doubleValue() >= interval)
          .findFirst()
          .orElse(BigDecimal.ONE.scaleByPowerOfTen(exponent + 1));
    }
  }
}
