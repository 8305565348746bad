package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;

class WordExpertTest {

  @Test
  void eachWordIsAFeatureWithItsTime() {
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
  void rejectsVectorsOfDifferentDimensions() {
    assertRejected(
        "vector of the word dog: expected 3 values, as for the first word, found 2",
        word -> new float[word.equals("dog") ? 2 : 3]);
  }

  @Test
  void rejectsEmptyVectors() {
    assertRejected(
        "vector of the word apple: expected at least 1 value, found 0", word -> new float[0]);
  }

  @Test
  void rejectsNonFiniteVectors() {
    assertRejected(
        "vector of the word apple: expected finite values, found NaN",
        word -> new float[] {1, Float.NaN});
  }

  @Test
  void rejectsTheSameVectorForAllWords() {
    assertRejected(
        "word vectors: expected different vectors, found the same vector for every word",
        word -> new float[] {1, 2});
  }

  private static void assertRejected(String message, WordVectors vectors) {
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
