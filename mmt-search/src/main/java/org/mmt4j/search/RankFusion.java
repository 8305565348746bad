package org.mmt4j.search;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion of rankings (Cormack, Clarke and Buettcher, SIGIR 2009): an entry has the
 * score {@code sum_i 1 / (60 + r_i)} with its rank r_i in the i-th ranking, 0 where it is not
 * ranked.
 */
final class RankFusion {

  private static final double CONSTANT = 60;

  private RankFusion() {}

  /** Returns the ids of all rankings, best score first; ties keep the order of the rankings. */
  static List<String> fused(Collection<List<String>> rankings) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (List<String> ranking : rankings) {
      for (int i = 0; i < ranking.size(); i++) {
        scores.merge(ranking.get(i), 1 / (CONSTANT + i + 1), Double::sum);
      }
    }
    return scores.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
