package org.mmt4j.train.evaluation;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Query-bank normalization (QB-Norm): a candidate scores lower the closer it is to a bank of other
 * queries, such as training captions. This penalizes hubs, which are close to all queries:
 *
 * <pre>  s'(q, c) = log(exp(b s(q, c)) / sum_p exp(b s(p, c)))</pre>
 *
 * with p over the queries of the bank. This is the logarithm of the inverted softmax; it has the
 * same ranks and does not overflow. The dynamic form normalizes a query only if its nearest
 * candidate is in the activation set: the k nearest candidates of each query of the bank. The
 * similarities of other queries stay raw.
 *
 * <p>Source: Bogolin et al., "Cross Modal Retrieval with Querybank Normalisation", CVPR 2022;
 * inverted softmax: Smith et al., ICLR 2017.
 */
public final class QueryBankNorm implements SimilarityNormalization {

  private final double[][] bank;
  private final double inverseTemperature;
  private final int nearest;

  private QueryBankNorm(double[][] bank, double inverseTemperature, int nearest) {
    this.bank = bank;
    this.inverseTemperature = inverseTemperature;
    this.nearest = nearest;
  }

  /**
   * Returns the static form, which normalizes all queries.
   *
   * @param bank similarities, queries of the bank x candidates of the evaluation
   * @param inverseTemperature b, above 0
   * @throws IllegalArgumentException if the bank is empty, ragged or contains NaN, or b is not
   *     above 0
   */
  public static QueryBankNorm invertedSoftmax(float[][] bank, double inverseTemperature) {
    return new QueryBankNorm(checked(bank), positive(inverseTemperature), 0);
  }

  /**
   * Returns the dynamic form.
   *
   * @param nearest k, number of candidates of each query of the bank in the activation set
   * @throws IllegalArgumentException as {@link #invertedSoftmax}, or if k is below 1
   */
  public static QueryBankNorm dynamic(float[][] bank, double inverseTemperature, int nearest) {
    if (nearest < 1) {
      throw new IllegalArgumentException(
          "nearest candidates of the activation set: found " + nearest + ", expected at least 1");
    }
    return new QueryBankNorm(checked(bank), positive(inverseTemperature), nearest);
  }

  private static double positive(double inverseTemperature) {
    if (!(inverseTemperature > 0) || Double.isInfinite(inverseTemperature)) {
      throw new IllegalArgumentException(
          "inverse temperature of the query bank: found "
              + inverseTemperature
              + ", expected a number above 0");
    }
    return inverseTemperature;
  }

  private static double[][] checked(float[][] bank) {
    if (bank.length == 0) {
      throw new IllegalArgumentException("query bank: found no queries, expected at least one");
    }
    for (int query = 0; query < bank.length; query++) {
      requireCandidates(query, bank[query].length, bank[0].length);
      for (float similarity : bank[query]) {
        if (Float.isNaN(similarity)) {
          throw new IllegalArgumentException(
              "similarities of query " + query + " of the query bank: found NaN, expected numbers");
        }
      }
    }
    return Arrays.stream(bank).map(QueryBankNorm::widened).toArray(double[][]::new);
  }

  private static double[] widened(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
  }

  private static void requireCandidates(int query, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "similarities of query %d of the query bank: found %d, expected %d, one for each candidate"
              .formatted(query, found, expected));
    }
  }

  @Override
  public double[][] apply(double[][] similarities) {
    requireCandidates(0, bank[0].length, similarities[0].length);
    double[] sums = LogSumExp.ofColumns(bank, inverseTemperature);
    ImmutableSet<Integer> activated = activationSet();
    return Arrays.stream(similarities)
        .map(row -> isNormalized(row, activated) ? normalized(row, sums) : row.clone())
        .toArray(double[][]::new);
  }

  private boolean isNormalized(double[] row, ImmutableSet<Integer> activated) {
    return nearest == 0 || activated.containsAll(nearest(row, 1));
  }

  private ImmutableSet<Integer> activationSet() {
    return Arrays.stream(bank)
        .flatMap(row -> nearest(row, nearest).stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Returns the k most similar candidates; ties keep the order of the candidates. */
  private static Collection<Integer> nearest(double[] row, int k) {
    Comparator<Integer> bestFirst =
        Comparator.comparingDouble((Integer candidate) -> row[candidate])
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    return IntStream.range(0, row.length).boxed().collect(Comparators.least(k, bestFirst));
  }

  private double[] normalized(double[] row, double[] sums) {
    return IntStream.range(0, row.length)
        .mapToDouble(candidate -> inverseTemperature * row[candidate] - sums[candidate])
        .toArray();
  }

  @Override
  public String label() {
    return "query bank (%s, %d queries, inverse temperature %s)"
        .formatted(
            nearest == 0 ? "static" : "dynamic, nearest " + nearest,
            bank.length,
            inverseTemperature);
  }
}
