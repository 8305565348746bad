package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void rateDecaysAtMultiplesOfTheInterval() {
    LearningRateSchedule schedule = LearningRateSchedule.exponentialDecay(5e-5, 0.95, 1000);

    assertEquals(5e-5, schedule.rate(0));
    assertEquals(5e-5, schedule.rate(999));
    assertEquals(5e-5 * 0.95, schedule.rate(1000));
    assertEquals(5e-5 * Math.pow(0.95, 49), schedule.rate(49_999));
  }

  @Property
  void constantRateNeverChanges(@ForAll @IntRange(min = 0) int step) {
    assertEquals(3e-4, LearningRateSchedule.constant(3e-4).rate(step));
  }

  @Test
  void rejectsInvalidRatesAndIntervals() {
    assertMessage(
        "learning rate: found 0.0, expected a positive number",
        () -> LearningRateSchedule.constant(0));
    assertMessage(
        "learning rate: found NaN, expected a positive number",
        () -> LearningRateSchedule.exponentialDecay(Double.NaN, 0.95, 1000));
    assertMessage(
        "decay factor: found -1.0, expected a positive number",
        () -> LearningRateSchedule.exponentialDecay(1, -1, 1000));
    assertMessage(
        "steps between decays: found 0, expected at least 1",
        () -> LearningRateSchedule.exponentialDecay(1, 0.95, 0));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
