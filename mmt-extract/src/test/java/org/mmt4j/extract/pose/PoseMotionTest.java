package org.mmt4j.extract.pose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;

class PoseMotionTest {

  private static final int JOINTS = PoseMotion.JOINTS;

  /** Five visible joints: the corners of a box and its centre; the others are not visible. */
  private static float[] person(double x, double y, double width, double height) {
    float[] joints = new float[3 * JOINTS];
    double[][] corners = {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.5, 0.5}};
    for (int k = 0; k < corners.length; k++) {
      joints[3 * k] = (float) (y + height * corners[k][1]);
      joints[3 * k + 1] = (float) (x + width * corners[k][0]);
      joints[3 * k + 2] = 0.8f;
    }
    return joints;
  }

  @Test
  void positionIsRelativeToTheBoxOfTheVisibleJoints() {
    PoseMotion motion = new PoseMotion();
    motion.add(0, person(0.2, 0.1, 0.25, 0.5));
    ExpertFeatures features = motion.features().orElseThrow();
    float[] feature = features.feature(0);
    assertEquals(0.5, features.time(0));
    assertEquals(0.8f, feature[0]);
    assertEquals(0f, feature[5]);
    assertEquals(-0.25, feature[JOINTS], 1e-6); // x of the top left corner
    assertEquals(0.25, feature[JOINTS + 1], 1e-6);
    assertEquals(-0.5, feature[2 * JOINTS], 1e-6); // its y
    assertEquals(0, feature[2 * JOINTS + 4], 1e-6);
  }

  @Test
  void motionIsTheMeanDistanceToTheSampleBefore() {
    PoseMotion motion = new PoseMotion();
    motion.add(0, person(0.2, 0.1, 0.25, 0.5));
    motion.add(0.25, person(0.3, 0.1, 0.25, 0.5));
    motion.add(0.5, person(0.3, 0.2, 0.25, 0.5));
    float[] feature = motion.features().orElseThrow().feature(0);
    assertEquals(0.1 / 0.5 / 2, feature[3 * JOINTS], 1e-6); // |dx|
    assertEquals(0.1 / 0.5 / 2, feature[4 * JOINTS], 1e-6); // |dy|
  }

  @Test
  void motionContinuesFromTheSecondBefore() {
    PoseMotion motion = new PoseMotion();
    motion.add(0.75, person(0.2, 0.1, 0.25, 0.5));
    motion.add(1, person(0.3, 0.1, 0.25, 0.5));
    ExpertFeatures features = motion.features().orElseThrow();
    assertEquals(2, features.count());
    assertEquals(0, features.feature(0)[3 * JOINTS]);
    assertEquals(0.2, features.feature(1)[3 * JOINTS], 1e-6);
  }

  @Test
  void motionNeedsAPersonInTheSampleBefore() {
    PoseMotion motion = new PoseMotion();
    motion.add(0, person(0.2, 0.1, 0.25, 0.5));
    motion.add(0.25, new float[3 * JOINTS]);
    motion.add(0.5, person(0.4, 0.1, 0.25, 0.5));
    assertEquals(0, motion.features().orElseThrow().feature(0)[3 * JOINTS]);
  }

  @Test
  void secondsWithoutAPersonHaveNoFeature() {
    PoseMotion motion = new PoseMotion();
    assertEquals(Optional.empty(), new PoseMotion().features());
    motion.add(0, new float[3 * JOINTS]);
    motion.add(1, person(0.2, 0.1, 0.25, 0.5));
    motion.add(2, new float[3 * JOINTS]);
    ExpertFeatures features = motion.features().orElseThrow();
    assertEquals(1, features.count());
    assertEquals(1.5, features.time(0));
  }

  @Property
  void placeAndSizeDoNotMatter(
      @ForAll @DoubleRange(min = 0, max = 0.4) double x,
      @ForAll @DoubleRange(min = 0, max = 0.4) double y,
      @ForAll @DoubleRange(min = 0.1, max = 1.2) double scale) {
    PoseMotion here = new PoseMotion();
    here.add(0, person(0.1, 0.1, 0.2, 0.4));
    here.add(0.25, person(0.15, 0.12, 0.2, 0.4));
    PoseMotion there = new PoseMotion();
    there.add(0, person(x, y, 0.2 * scale, 0.4 * scale));
    there.add(0.25, person(x + 0.05 * scale, y + 0.02 * scale, 0.2 * scale, 0.4 * scale));
    // Coordinates are float32 values below 1, divided by sides of at least 0.04.
    assertArrayEquals(
        here.features().orElseThrow().feature(0), there.features().orElseThrow().feature(0), 1e-5f);
  }

  @Test
  void rejectsOutputsOfAnotherNetwork() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> new PoseMotion().add(0, new float[17 * 2]));
    assertEquals("joints: found 34 values, expected 51", e.getMessage());
  }
}
