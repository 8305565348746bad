package org.mmt4j.examples.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Searches without error, knowing of each clip exactly what some experts can tell: the yardstick of
 * what a model may reach with them. What it cannot tell apart it ranks at random.
 */
final class IdealReader {

  static final Function<Script, Object> APPEARANCE =
      script -> List.of(script.colour(), script.shape());

  static final Function<Script, Object> MOTION =
      script -> List.of(script.first().motion(), script.second().motion());

  static final Function<Script, Object> AUDIO =
      script -> List.of(script.soundTrack(), script.first().sound(), script.second().sound());

  static final Function<Script, Object> OCR = script -> script.writing().map(Wording::topic);

  static final Function<Script, Object> SPEECH = script -> script.speech().map(Wording::topic);

  static final Function<Script, Object> EVERYTHING = together(MOTION, AUDIO);

  static final Function<Script, Object> WITHOUT_TIMES =
      together(
          script -> Set.copyOf(List.of(script.first().motion(), script.second().motion())),
          script -> Set.copyOf(List.of(script.first().sound(), script.second().sound())));

  private IdealReader() {}

  /** Expected share of the scripts found at rank 1: the mean of 1 / (number that look alike). */
  static double recallAt1(List<Script> scripts, Function<Script, Object> known) {
    Map<Object, Integer> alike = new HashMap<>();
    for (Script script : scripts) {
      alike.merge(known.apply(script), 1, Integer::sum);
    }
    return (double) alike.size() / scripts.size();
  }

  private static Function<Script, Object> together(
      Function<Script, Object> motion, Function<Script, Object> audio) {
    return script ->
        List.of(
            APPEARANCE.apply(script),
            motion.apply(script),
            audio.apply(script),
            script.soundTrack(),
            OCR.apply(script),
            SPEECH.apply(script));
  }
}
