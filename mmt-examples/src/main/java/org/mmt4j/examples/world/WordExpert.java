package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.mmt4j.data.ExpertFeatures;

/**
 * Describes written or spoken words: one feature per word, at the time of the word. The feature is
 * the word vector minus the mean over all words of all topics, scaled to a mean square of 1.
 */
final class WordExpert {

  private final ImmutableMap<String, float[]> features;
  private final int dimension;

  /**
   * Creates an expert.
   *
   * @throws IllegalArgumentException if vectors are empty, have different dimensions, contain NaN
   *     or infinity, or are all the same
   */
  WordExpert(WordVectors vectors) {
    ImmutableList<String> words = allWords();
    float[][] rows = new float[words.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = vectors.vector(words.get(i)).clone();
      requireValid(words.get(i), rows[i], rows[0].length);
    }
    dimension = rows[0].length;
    centre(rows);
    ImmutableMap.Builder<String, float[]> builder = ImmutableMap.builder();
    for (int i = 0; i < rows.length; i++) {
      builder.put(words.get(i), rows[i]);
    }
    features = builder.buildOrThrow();
  }

  /** Returns the dimension of a feature. */
  int dimension() {
    return dimension;
  }

  /** Returns the features of at least one word; words are in order of time. */
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

  private static void requireValid(String word, float[] vector, int length) {
    if (length == 0) {
      throw new IllegalArgumentException(
          "vector of the word " + word + ": expected at least 1 value, found 0");
    }
    if (vector.length != length) {
      throw new IllegalArgumentException(
          "vector of the word "
              + word
              + ": expected "
              + length
              + " values, as for the first word, found "
              + vector.length);
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "vector of the word " + word + ": expected finite values, found " + value);
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
          "word vectors: expected different vectors, found the same vector for every word");
    }
    float scale = (float) Math.sqrt((double) rows.length * rows[0].length / squares);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= scale;
      }
    }
  }
}
