package org.mmt4j.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private final Calibration calibration = Calibration.of(DoubleStream.of(3, 1, 2));

  @Test
  void confidenceIsTheShareOfChancesBelow() {
    assertEquals(0, calibration.confidence(1));
    assertEquals(0.25, calibration.confidence(1.5));
    assertEquals(0.75, calibration.confidence(9));
  }

  @Test
  void textKeepsTheValues() {
    assertArrayEquals(new double[] {1, 2, 3}, Calibration.parse(calibration.toText()).chances());
  }

  @Test
  void standardizedIsInDeviationsAboveTheMean() {
    assertEquals(
        2, Calibration.standardized(0.5, new VectorEngine.Answer(List.of(), 0.1, 0.2)), 1e-12);
    assertEquals(0, Calibration.standardized(0.5, new VectorEngine.Answer(List.of(), 0.5, 0)));
  }
}
