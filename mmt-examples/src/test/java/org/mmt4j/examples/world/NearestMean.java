package org.mmt4j.examples.world;

import java.util.LinkedHashMap;
import java.util.Map;

/** Decodes a class as the one whose mean, over the examples learnt, is nearest. */
final class NearestMean {

  private final Map<Object, double[]> sums = new LinkedHashMap<>();
  private final Map<Object, Integer> counts = new LinkedHashMap<>();

  void learn(Object truth, double[] example) {
    double[] sum = sums.computeIfAbsent(truth, unused -> new double[example.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += example[i];
    }
    counts.merge(truth, 1, Integer::sum);
  }

  Object decode(double[] example) {
    Object nearest = "nothing learnt";
    double least = Double.MAX_VALUE;
    for (Map.Entry<Object, double[]> sum : sums.entrySet()) {
      int count = counts.getOrDefault(sum.getKey(), 1);
      double distance = 0;
      for (int i = 0; i < example.length; i++) {
        double apart = example[i] - sum.getValue()[i] / count;
        distance += apart * apart;
      }
      if (distance < least) {
        least = distance;
        nearest = sum.getKey();
      }
    }
    return nearest;
  }
}
