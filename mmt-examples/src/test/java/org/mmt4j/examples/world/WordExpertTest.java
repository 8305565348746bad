package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;

class WordExpertTest {

  @Test
  void eachWordIsAFeatureAtItsSecond() {
    WordExpert expert = new WordExpert(SharedWorld::vector);
    ExpertFeatures features =
        expert.describe(List.of(new TimedWord("dog", 1.5), new TimedWord("cat", 4)));
    assertEquals(2, features.count());
    assertEquals(SharedWorld.DIMENSION, features.dimension());
    assertEquals(1.5, features.time(0));
    assertEquals(4, features.time(1));
  }

  @Test
  void featuresOfAllWordsHaveMeanZeroAndMeanSquareOne() {
    WordExpert expert = new WordExpert(word -> shifted(SharedWorld.vector(word)));
    List<TimedWord> all =
        Stream.of(Topic.values())
            .flatMap(topic -> topic.words().stream())
            .map(word -> new TimedWord(word, 0))
            .toList();
    ExpertFeatures features = expert.describe(all);
    double squares = 0;
    for (float mean : features.mean()) {
      assertEquals(0, mean, 1e-5);
    }
    for (float[] row : Rows.of(features).toList()) {
      for (float value : row) {
        squares += value * value;
      }
    }
    assertEquals(1, squares / (features.count() * features.dimension()), 1e-4);
  }

  @Test
  void vectorsOfDifferentLengthsAreRefused() {
    assertRefused(
        "vector of the word dog: found 2 values, expected 3 as of the first word",
        word -> new float[word.equals("dog") ? 2 : 3]);
  }

  @Test
  void emptyVectorsAreRefused() {
    assertRefused(
        "vector of the word apple: found 0 values, expected at least 1", word -> new float[0]);
  }

  @Test
  void vectorsThatAreNotFiniteAreRefused() {
    assertRefused(
        "vector of the word apple: found NaN, expected finite numbers",
        word -> new float[] {1, Float.NaN});
  }

  @Test
  void oneVectorForAllWordsIsRefused() {
    assertRefused(
        "vectors of words: found the same one for every word, expected different ones",
        word -> new float[] {1, 2});
  }

  private static void assertRefused(String message, WordVectors vectors) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new WordExpert(vectors)).getMessage());
  }

  private static float[] shifted(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = 3 * vector[i] + 7;
    }
    return vector;
  }
}
