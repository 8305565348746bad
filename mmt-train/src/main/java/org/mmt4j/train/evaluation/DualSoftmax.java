package org.mmt4j.train.evaluation;

/**
 * Dual softmax: multiplies similarities by their softmax over queries. A candidate scores lower for
 * a query if it is closer to other queries:
 *
 * <pre>  s'(q, c) = s(q, c) n exp(s(q, c) / T) / sum_p exp(s(p, c) / T)</pre>
 *
 * with p over all n queries of the evaluation. With an infinite T the similarities do not change,
 * except for rounding. All queries must be known in advance. The factor is positive, so a negative
 * similarity grows if the factor falls, as in the code of CAMoE.
 *
 * <p>Source: Cheng et al., "Improving Video-Text Retrieval by Multi-Stream Corpus Alignment and
 * Dual Softmax Loss" (CAMoE), 2021, and its code, for the factor n.
 *
 * @param temperature T, above 0; may be infinite
 */
public record DualSoftmax(double temperature) implements SimilarityNormalization {

  /**
   * Checks the temperature.
   *
   * @throws IllegalArgumentException if the temperature is not above 0
   */
  public DualSoftmax {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "temperature of the dual softmax: found " + temperature + ", expected a number above 0");
    }
  }

  @Override
  public double[][] apply(double[][] similarities) {
    int queries = similarities.length;
    double[] sums = LogSumExp.ofColumns(similarities, 1 / temperature);
    double[][] changed = new double[queries][];
    for (int query = 0; query < queries; query++) {
      double[] row = similarities[query].clone();
      for (int candidate = 0; candidate < row.length; candidate++) {
        row[candidate] *= queries * Math.exp(row[candidate] / temperature - sums[candidate]);
      }
      changed[query] = row;
    }
    return changed;
  }

  @Override
  public String label() {
    return "dual softmax (temperature " + temperature + ")";
  }
}
