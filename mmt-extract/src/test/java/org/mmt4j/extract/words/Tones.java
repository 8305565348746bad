package org.mmt4j.extract.words;

import java.util.List;

/** Tones in silence. */
final class Tones {

  /** A word of {@link TinyVoskModel}, and its start and end in seconds. */
  record Tone(String word, double start, double end) {

    double frequency() {
      return word.equals("low") ? TinyVoskModel.LOW : TinyVoskModel.HIGH;
    }
  }

  private Tones() {}

  /** Returns the audio at a second, in [-1, 1]. */
  static double at(double second, List<Tone> tones) {
    return tones.stream()
        .filter(tone -> second >= tone.start() && second < tone.end())
        .mapToDouble(tone -> 0.3 * Math.sin(2 * Math.PI * tone.frequency() * second))
        .sum();
  }
}
