package org.mmt4j.examples.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An error-free search with the information of some experts: the upper bound for a model with these
 * experts. Clips with the same information are ranked at random.
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

  static final Function<Script, Object> EVERYTHING = combined(MOTION, AUDIO);

  static final Function<Script, Object> WITHOUT_TIMES =
      combined(
          script -> Set.copyOf(List.of(script.first().motion(), script.second().motion())),
          script -> Set.copyOf(List.of(script.first().sound(), script.second().sound())));

  private IdealReader() {}

  /** Returns the expected R@1: the mean of 1 / (number of scripts with the same information). */
  static double recallAt1(List<Script> scripts, Function<Script, Object> information) {
    Map<Object, Integer> counts = new HashMap<>();
    for (Script script : scripts) {
      counts.merge(information.apply(script), 1, Integer::sum);
    }
    return (double) counts.size() / scripts.size();
  }

  private static Function<Script, Object> combined(
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
