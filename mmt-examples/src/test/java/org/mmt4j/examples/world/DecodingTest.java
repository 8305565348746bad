package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A simple decoder can recover the contents of captions from the features. */
class DecodingTest {

  /** Minimum share of test clips that are decoded correctly. */
  private static final double ACCURACY = 0.95;

  private static final double MIDDLE = ScriptWriter.MIDDLE_SECOND;
  private static final double END = 9;

  @Test
  void appearanceEncodesColour() {
    assertDecoded(World.APPEARANCE, 0, END, Script::colour);
  }

  @Test
  void appearanceEncodesShape() {
    assertDecoded(World.APPEARANCE, 0, END, Script::shape);
  }

  @Test
  void motionInTheFirstHalfEncodesTheFirstEvent() {
    assertDecoded(World.MOTION, 0, MIDDLE, script -> script.first().motion());
  }

  @Test
  void motionInTheSecondHalfEncodesTheSecondEvent() {
    assertDecoded(World.MOTION, MIDDLE, END, script -> script.second().motion());
  }

  @Test
  void audioInTheFirstHalfEncodesTheFirstSound() {
    assertDecoded(World.AUDIO, 0, MIDDLE, script -> script.first().sound());
  }

  @Test
  void audioInTheSecondHalfEncodesTheSecondSound() {
    assertDecoded(World.AUDIO, MIDDLE, END, script -> script.second().sound());
  }

  @Test
  void writtenWordsEncodeTheirTopic() {
    assertDecoded(World.OCR, 0, END, script -> script.writing().map(Wording::topic));
  }

  @Test
  void spokenWordsEncodeTheirTopic() {
    assertDecoded(World.SPEECH, 0, END, script -> script.speech().map(Wording::topic));
  }

  private static void assertDecoded(
      String expert, double from, double until, Function<Script, Object> truth) {
    Predicate<Clip> present = clip -> clip.features().expert(expert).isPresent();
    List<Clip> train = SharedWorld.WORLD.train().stream().filter(present).toList();
    List<Clip> test = SharedWorld.WORLD.test().stream().filter(present).toList();
    NearestMean decoder = new NearestMean();
    for (Clip clip : train) {
      decoder.learn(truth.apply(clip.script()), pooled(clip, expert, from, until));
    }
    long correct =
        test.stream()
            .filter(
                clip ->
                    decoder
                        .decode(pooled(clip, expert, from, until))
                        .equals(truth.apply(clip.script())))
            .count();
    double accuracy = (double) correct / test.size();
    assertTrue(accuracy >= ACCURACY, expert + ": " + accuracy);
  }

  private static double[] pooled(Clip clip, String expert, double from, double until) {
    return Rows.pooled(Rows.between(clip, expert, from, until));
  }
}
