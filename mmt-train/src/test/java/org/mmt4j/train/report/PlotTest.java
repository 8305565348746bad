package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.mmt4j.train.report.Plot.Curve;
import org.mmt4j.train.report.Scale.Tick;

class PlotTest {

  @Test
  void axesHaveRoundNumbers() {
    Plot plot = plot(falling(1001, 0.1));

    assertEquals(List.of("0", "0.02", "0.04", "0.06", "0.08", "0.1"), labels(plot.values()));
    assertEquals(List.of("200", "400", "600", "800", "1000"), labels(plot.steps()));
  }

  @Test
  void smallValuesAreWrittenAsPowersOfTen() {
    assertEquals(
        List.of("0", "1E-5", "2E-5", "3E-5", "4E-5", "5E-5"),
        labels(plot(falling(100, 5e-5)).values()));
  }

  @Test
  void labelsOfFewStepsAreIntegers() {
    assertEquals(List.of("1", "2", "3"), labels(plot(falling(3, 0.1)).steps()));
  }

  @Test
  void manyStepsAreGrouped() {
    Curve curve = plot(falling(100_000, 0.1)).curves().get(0);

    assertEquals(200, curve.line().split(" ").length);
    assertEquals(400, curve.band().split(" ").length);
    assertEquals(List.of(), curve.dots());
  }

  @Test
  void fewPointsAreDotsWithoutABand() {
    Curve curve = plot(falling(3, 0.1)).curves().get(0);

    assertEquals(3, curve.dots().size());
    assertEquals("", curve.band());
  }

  @Test
  void severalLinesHaveALegend() {
    Series series = falling(3, 0.1);

    assertEquals(false, plot(series).hasLegend());
    assertEquals(true, Plot.of("two", "", List.of(series, series)).hasLegend());
  }

  @Test
  void constantZeroIsDrawnAtTheBottom() {
    Plot plot = plot(series(List.of(0.0, 0.0)));

    assertEquals(plot.values().get(0).position(), yOf(plot.curves().get(0).line()));
  }

  @Property
  void everyPointIsInsideTheImage(
      @ForAll @Size(min = 1, max = 500) List<@DoubleRange(min = -1e9, max = 1e9) Double> values) {
    Plot plot = plot(series(values));
    Curve curve = plot.curves().get(0);

    for (String point :
        Splitter.on(' ').omitEmptyStrings().split(curve.line() + " " + curve.band())) {
      List<String> xy = Splitter.on(',').splitToList(point);
      assertBetween(0, Plot.WIDTH, Double.parseDouble(xy.get(0)));
      assertBetween(0, Plot.HEIGHT, Double.parseDouble(xy.get(1)));
    }
    assertTrue(plot.values().size() <= 10, () -> plot.values().toString());
  }

  private static void assertBetween(double min, double max, double value) {
    assertTrue(
        value >= min && value <= max, () -> value + " is not between " + min + " and " + max);
  }

  private static double yOf(String line) {
    return Double.parseDouble(Splitter.onPattern("[ ,]").splitToList(line).get(1));
  }

  private static Plot plot(Series series) {
    return Plot.of("a plot", "of something", List.of(series));
  }

  private static Series falling(int steps, double start) {
    return series(
        IntStream.range(0, steps).mapToObj(step -> start * Math.pow(0.99, step)).toList());
  }

  private static Series series(List<Double> values) {
    return Series.of(
        "values", IntStream.range(0, values.size()).boxed().toList(), i -> i + 1, values::get);
  }

  private static List<String> labels(List<Tick> ticks) {
    return ticks.stream().map(Tick::label).toList();
  }
}
