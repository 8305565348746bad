package org.mmt4j.examples.world;

import java.util.LinkedHashMap;
import java.util.Map;

/** A nearest-mean classifier. */
final class NearestMean {

  private final Map<Object, double[]> sums = new LinkedHashMap<>();
  private final Map<Object, Integer> counts = new LinkedHashMap<>();

  void learn(Object label, double[] example) {
    double[] sum = sums.computeIfAbsent(label, unused -> new double[example.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += example[i];
    }
    counts.merge(label, 1, Integer::sum);
  }

  Object decode(double[] example) {
    Object nearest = "no examples";
    double least = Double.MAX_VALUE;
    for (Map.Entry<Object, double[]> sum : sums.entrySet()) {
      int count = counts.getOrDefault(sum.getKey(), 1);
      double distance = 0;
      for (int i = 0; i < example.length; i++) {
        double difference = example[i] - sum.getValue()[i] / count;
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        nearest = sum.getKey();
      }
    }
    return nearest;
  }
}
