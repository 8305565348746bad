package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Without times, the features of a clip do not show which event is first. */
class OrderLeakTest {

  private static final int CLIPS = 120;

  @Test
  void motionFeaturesOfExchangedEventsDifferOnlyByNoise() {
    assertExchangeIsLikeNewNoise(Recording::motion, MotionExpert.DIMENSION);
  }

  @Test
  void appearanceFeaturesOfExchangedEventsDifferOnlyByNoise() {
    assertExchangeIsLikeNewNoise(Recording::appearance, AppearanceExpert.DIMENSION);
  }

  @Test
  void audioFeaturesOfExchangedEventsDifferOnlyByNoise() {
    assertExchangeIsLikeNewNoise(Recording::audio, AudioExpert.DIMENSION);
  }

  @Test
  void eventsStartAnIntegerNumberOfSecondsApartOneInEachHalf() {
    for (Clip clip : SharedWorld.WORLD.train()) {
      Staging staging = clip.script().staging();
      double gap = staging.secondStart() - staging.firstStart();
      assertEquals(Math.rint(gap), gap, 1e-9);
      assertTrue(staging.firstStart() + Motion.SECONDS < ScriptWriter.MIDDLE_SECOND);
      assertTrue(staging.secondStart() >= ScriptWriter.MIDDLE_SECOND);
      assertTrue(staging.secondStart() + Motion.SECONDS < staging.seconds());
    }
  }

  /**
   * Checks that each feature of a clip has a similar feature in the clip with exchanged events. The
   * mean distance is compared with that to the same clip with new noise and with that to a
   * different clip.
   */
  private static void assertExchangeIsLikeNewNoise(
      Function<Recording, List<double[]>> expert, int dimension) {
    SplittableRandom random = new SplittableRandom(17);
    ScriptWriter writer = new ScriptWriter(random);
    List<List<double[]>> originals = new ArrayList<>();
    List<List<double[]>> noisy = new ArrayList<>();
    List<List<double[]>> exchanged = new ArrayList<>();
    List<double[]> all = new ArrayList<>();
    while (originals.size() < CLIPS) {
      Script script = writer.write();
      if (script.soundTrack() && script.first().sound() != script.second().sound()) {
        Script again = script.with(script.first(), script.second(), random.nextLong());
        Script other = writer.exchanged(script, ScriptWriter.Exchange.EVENTS);
        originals.add(expert.apply(Recording.of(script)));
        noisy.add(expert.apply(Recording.of(again)));
        exchanged.add(expert.apply(Recording.of(other)));
        all.addAll(originals.get(originals.size() - 1));
      }
    }
    Standardization scale = new Standardization(all, dimension);
    double byNoise = meanDistance(originals, noisy, scale);
    double byExchange = meanDistance(originals, exchanged, scale);
    double otherClip =
        meanDistance(originals.subList(1, CLIPS), originals.subList(0, CLIPS - 1), scale);
    String distances =
        byNoise
            + " with new noise, "
            + byExchange
            + " with exchanged events, "
            + otherClip
            + " to a different clip";
    assertTrue(byExchange < 1.25 * byNoise + 0.02 * otherClip, distances);
    assertTrue(byExchange < 0.25 * otherClip, distances);
  }

  private static double meanDistance(
      List<List<double[]>> from, List<List<double[]>> to, Standardization scale) {
    double sum = 0;
    int count = 0;
    for (int clip = 0; clip < from.size(); clip++) {
      for (double[] row : from.get(clip)) {
        double nearest = Double.MAX_VALUE;
        for (double[] other : to.get(clip)) {
          nearest = Math.min(nearest, Rows.distance(scale.apply(row), scale.apply(other)));
        }
        sum += nearest;
        count++;
      }
    }
    return sum / count;
  }
}
