package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.mmt4j.data.ExpertFeatures;

/**
 * Reads or hears words: one feature a word, at the second at which it is seen or said. The feature
 * is the word's vector, less the mean of all words of all topics, scaled to values of about 1.
 */
final class WordExpert {

  private final ImmutableMap<String, float[]> features;
  private final int dimension;

  /**
   * @throws IllegalArgumentException if vectors are empty, differ in length, are not finite or are
   *     all the same
   */
  WordExpert(WordVectors vectors) {
    ImmutableList<String> words = allWords();
    float[][] rows = new float[words.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = vectors.vector(words.get(i)).clone();
      requireSound(words.get(i), rows[i], rows[0].length);
    }
    dimension = rows[0].length;
    centre(rows);
    ImmutableMap.Builder<String, float[]> builder = ImmutableMap.builder();
    for (int i = 0; i < rows.length; i++) {
      builder.put(words.get(i), rows[i]);
    }
    features = builder.buildOrThrow();
  }

  /** Length of a feature. */
  int dimension() {
    return dimension;
  }

  /** Features of words in order of time; at least one word. */
  ExpertFeatures describe(List<TimedWord> words) {
    float[][] values = new float[words.size()][];
    double[] times = new double[words.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = features.getOrDefault(words.get(i).word(), new float[dimension]);
      times[i] = words.get(i).second();
    }
    return ExpertFeatures.of(values, times);
  }

  private static ImmutableList<String> allWords() {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    for (Topic topic : Topic.values()) {
      words.addAll(topic.words());
    }
    return words.build();
  }

  private static void requireSound(String word, float[] vector, int length) {
    if (length == 0) {
      throw new IllegalArgumentException(
          "vector of the word " + word + ": found 0 values, expected at least 1");
    }
    if (vector.length != length) {
      throw new IllegalArgumentException(
          "vector of the word "
              + word
              + ": found "
              + vector.length
              + " values, expected "
              + length
              + " as of the first word");
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "vector of the word " + word + ": found " + value + ", expected finite numbers");
      }
    }
  }

  private static void centre(float[][] rows) {
    double squares = 0;
    for (int i = 0; i < rows[0].length; i++) {
      double mean = 0;
      for (float[] row : rows) {
        mean += row[i] / rows.length;
      }
      for (float[] row : rows) {
        row[i] -= (float) mean;
        squares += row[i] * row[i];
      }
    }
    if (!(squares > 0)) {
      throw new IllegalArgumentException(
          "vectors of words: found the same one for every word, expected different ones");
    }
    float scale = (float) Math.sqrt((double) rows.length * rows[0].length / squares);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= scale;
      }
    }
  }
}
