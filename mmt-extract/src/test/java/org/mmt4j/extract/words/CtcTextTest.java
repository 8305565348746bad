package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.primitives.Floats;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Classes: a blank, a, b, a space. */
class CtcTextTest {

  private static final float[] BLANK = {0.9f, 0.05f, 0.05f, 0};
  private static final float[] A = {0.1f, 0.8f, 0.1f, 0};
  private static final float[] B = {0.1f, 0.1f, 0.8f, 0};
  private static final float[] SPACE = {0.3f, 0, 0, 0.7f};
  private static final float[] LIKELY_SPACE = {0.8f, 0, 0, 0.2f};
  private static final float[] UNCERTAIN = {0.3f, 0.4f, 0.3f, 0};

  private final CtcText text = new CtcText(List.of("a", "b"));

  @Test
  void repetitionsAreOneCharacterUnlessABlankIsBetween() {
    assertEquals("ab", read(A, A, B, B, BLANK));
    assertEquals("aa", read(A, BLANK, A));
  }

  @Test
  void spacesSeparateWordsEvenIfABlankIsMoreProbable() {
    assertEquals("a b", read(A, SPACE, B));
    assertEquals("a a", read(A, LIKELY_SPACE, LIKELY_SPACE, A));
    assertEquals("a", read(SPACE, A, SPACE));
  }

  @Test
  void uncertainTextIsEmpty() {
    assertEquals("", read(UNCERTAIN, BLANK));
    assertEquals("ab", read(A, B, BLANK));
    assertEquals("", read(BLANK, SPACE));
    assertEquals("", read());
  }

  private String read(float[]... steps) {
    return text.read(
        Floats.toArray(
            IntStream.range(0, steps.length)
                .boxed()
                .flatMap(i -> Floats.asList(steps[i]).stream())
                .toList()));
  }
}
