package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What captions tell can be read from the features by a decoder as simple as they come. */
class DecodingTest {

  /** Of 100 test clips at least this many are decoded right. */
  private static final double ACCURACY = 0.95;

  private static final double MIDDLE = ScriptWriter.MIDDLE_SECOND;
  private static final double END = 9;

  @Test
  void appearanceTellsColour() {
    assertDecoded(World.APPEARANCE, 0, END, Script::colour);
  }

  @Test
  void appearanceTellsShape() {
    assertDecoded(World.APPEARANCE, 0, END, Script::shape);
  }

  @Test
  void motionInTheFirstHalfTellsTheFirstEvent() {
    assertDecoded(World.MOTION, 0, MIDDLE, script -> script.first().motion());
  }

  @Test
  void motionInTheSecondHalfTellsTheSecondEvent() {
    assertDecoded(World.MOTION, MIDDLE, END, script -> script.second().motion());
  }

  @Test
  void audioInTheFirstHalfTellsTheFirstSound() {
    assertDecoded(World.AUDIO, 0, MIDDLE, script -> script.first().sound());
  }

  @Test
  void audioInTheSecondHalfTellsTheSecondSound() {
    assertDecoded(World.AUDIO, MIDDLE, END, script -> script.second().sound());
  }

  @Test
  void writtenWordsTellTheirTopic() {
    assertDecoded(World.OCR, 0, END, script -> script.writing().map(Wording::topic));
  }

  @Test
  void spokenWordsTellTheirTopic() {
    assertDecoded(World.SPEECH, 0, END, script -> script.speech().map(Wording::topic));
  }

  private static void assertDecoded(
      String expert, double from, double until, Function<Script, Object> truth) {
    Predicate<Clip> present = clip -> clip.features().expert(expert).isPresent();
    List<Clip> train = SharedWorld.WORLD.train().stream().filter(present).toList();
    List<Clip> test = SharedWorld.WORLD.test().stream().filter(present).toList();
    NearestMean decoder = new NearestMean();
    for (Clip clip : train) {
      decoder.learn(truth.apply(clip.script()), seen(clip, expert, from, until));
    }
    long right =
        test.stream()
            .filter(
                clip ->
                    decoder
                        .decode(seen(clip, expert, from, until))
                        .equals(truth.apply(clip.script())))
            .count();
    double accuracy = (double) right / test.size();
    assertTrue(accuracy >= ACCURACY, expert + ": " + accuracy);
  }

  private static double[] seen(Clip clip, String expert, double from, double until) {
    return Rows.pooled(Rows.between(clip, expert, from, until));
  }
}
