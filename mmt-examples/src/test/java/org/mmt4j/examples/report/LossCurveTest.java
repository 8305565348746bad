package org.mmt4j.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LossCurveTest {

  @Test
  void axesBearRoundNumbers() {
    LossCurve curve = LossCurve.of(falling(1001));

    assertEquals(List.of("0", "0.02", "0.04", "0.06", "0.08", "0.1"), labels(curve.losses()));
    assertEquals(List.of("200", "400", "600", "800", "1000"), labels(curve.steps()));
  }

  @Test
  void fewStepsAreCountedInWholeNumbers() {
    assertEquals(List.of("1", "2", "3"), labels(LossCurve.of(falling(3)).steps()));
  }

  @Test
  void manyStepsAreGathered() {
    assertEquals(200, LossCurve.of(falling(100_000)).mean().split(" ").length);
    assertEquals(400, LossCurve.of(falling(100_000)).range().split(" ").length);
  }

  @Property
  void everyPointLiesInsideThePicture(
      @ForAll @Size(min = 2, max = 500) List<@DoubleRange(min = -1e9, max = 1e9) Double> losses) {
    LossCurve curve = LossCurve.of(ImmutableDoubleArray.copyOf(losses));

    for (String point : Splitter.on(' ').split(curve.mean() + " " + curve.range())) {
      List<String> xy = Splitter.on(',').splitToList(point);
      assertBetween(0, LossCurve.WIDTH, Double.parseDouble(xy.get(0)));
      assertBetween(0, LossCurve.HEIGHT, Double.parseDouble(xy.get(1)));
    }
    assertTrue(curve.losses().size() <= 10, () -> curve.losses().toString());
  }

  private static void assertBetween(double least, double greatest, double value) {
    assertTrue(
        value >= least && value <= greatest,
        () -> value + " is not between " + least + " and " + greatest);
  }

  private static ImmutableDoubleArray falling(int steps) {
    return ImmutableDoubleArray.copyOf(
        DoubleStream.iterate(0.1, loss -> loss * 0.99).limit(steps).toArray());
  }

  private static List<String> labels(List<LossCurve.Tick> ticks) {
    return ticks.stream().map(LossCurve.Tick::label).toList();
  }
}
