package org.mmt4j.examples.world;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.data.ExpertFeatures;

/** Feature vectors of a clip. */
final class Rows {

  private Rows() {}

  static Stream<float[]> of(ExpertFeatures features) {
    return IntStream.range(0, features.count()).mapToObj(features::feature);
  }

  /** Returns the features of a present expert with times in [from, until). */
  static List<float[]> between(Clip clip, String expert, double from, double until) {
    ExpertFeatures features = clip.features().expert(expert).orElseThrow();
    return IntStream.range(0, features.count())
        .filter(i -> features.time(i) >= from && features.time(i) < until)
        .mapToObj(features::feature)
        .toList();
  }

  /** Returns the mean of rows, followed by their maximum. */
  static double[] pooled(List<float[]> rows) {
    int dimension = rows.get(0).length;
    double[] pooled = new double[2 * dimension];
    for (int i = 0; i < dimension; i++) {
      double maximum = Double.NEGATIVE_INFINITY;
      for (float[] row : rows) {
        pooled[i] += row[i] / rows.size();
        maximum = Math.max(maximum, row[i]);
      }
      pooled[dimension + i] = maximum;
    }
    return pooled;
  }

  static double distance(float[] one, float[] two) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += (one[i] - two[i]) * (one[i] - two[i]);
    }
    return Math.sqrt(squares);
  }
}
