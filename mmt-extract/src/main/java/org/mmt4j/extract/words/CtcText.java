package org.mmt4j.extract.words;

import java.util.List;

/**
 * Reads the output of a recognizer of text that was trained with connectionist temporal
 * classification: for each step from left to right, the probabilities of a blank, of each
 * character, and of a space. The text is the most probable class of each step, without repetitions
 * and blanks, if the mean probability of its characters is at least 0.5.
 *
 * <p>Networks that were trained on Chinese text hardly ever prefer a space to a blank. So a step
 * where the space has at least {@value #MIN_SPACE} is a space, too.
 */
final class CtcText {

  private static final double MIN_MEAN = 0.5;
  private static final float MIN_SPACE = 0.1f;

  private final List<String> characters;

  /**
   * @param characters of the classes after the blank, without the space at the end
   */
  CtcText(List<String> characters) {
    this.characters = List.copyOf(characters);
  }

  /** Returns the number of classes. */
  int classes() {
    return characters.size() + 2;
  }

  /**
   * Returns the text; empty if it is too uncertain.
   *
   * @param probabilities [steps, classes]
   */
  String read(float[] probabilities) {
    int classes = classes();
    int space = classes - 1;
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int count = 0;
    int before = 0;
    for (int step = 0; step < probabilities.length / classes; step++) {
      int best = best(probabilities, step * classes);
      boolean isSpace = best == space || probabilities[step * classes + space] >= MIN_SPACE;
      if (isSpace) {
        text.append(' ');
      } else if (best != 0 && best != before) {
        text.append(characters.get(best - 1));
        sum += probabilities[step * classes + best];
        count++;
      }
      before = isSpace ? 0 : best;
    }
    return count > 0 && sum / count >= MIN_MEAN
        ? text.toString().strip().replaceAll(" +", " ")
        : "";
  }

  private int best(float[] probabilities, int start) {
    int best = 0;
    for (int k = 1; k < classes(); k++) {
      if (probabilities[start + k] > probabilities[start + best]) {
        best = k;
      }
    }
    return best;
  }
}
