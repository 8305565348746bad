package org.mmt4j.train.evaluation;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Query-bank normalisation (QB-Norm): a candidate counts less the closer it is to a bank of other
 * queries, for instance training captions, as a hub is close to all,
 *
 * <pre>  s'(q, c) = log(exp(b s(q, c)) / sum_p exp(b s(p, c)))</pre>
 *
 * with p over the queries of the bank: the logarithm of the inverted softmax, which ranks alike and
 * does not overflow. In the dynamic form this is done only for a query whose nearest candidate is
 * one of the k nearest of some query of the bank (the activation set); the similarities of other
 * queries stay raw.
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
   * The static form: all queries are normalised.
   *
   * @param bank similarities of the bank's queries with the candidates of the evaluation
   * @param inverseTemperature b, above 0
   * @throws IllegalArgumentException if the bank is empty or ragged, holds NaN, or b is not above 0
   */
  public static QueryBankNorm invertedSoftmax(float[][] bank, double inverseTemperature) {
    return new QueryBankNorm(checked(bank), positive(inverseTemperature), 0);
  }

  /**
   * The dynamic form.
   *
   * @param nearest k, candidates of each query of the bank in the activation set
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
          "inverse temperature of a query bank: found "
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
              "similarities of query " + query + " of a bank: found NaN, expected numbers");
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
          "similarities of query %d of a bank: found %d, expected %d, one for each candidate"
              .formatted(query, found, expected));
    }
  }

  @Override
  public double[][] apply(double[][] similarities) {
    requireCandidates(0, bank[0].length, similarities[0].length);
    double[] sums = LogSumExp.ofColumns(bank, inverseTemperature);
    ImmutableSet<Integer> activated = activationSet();
    return Arrays.stream(similarities)
        .map(row -> isNormalised(row, activated) ? normalised(row, sums) : row.clone())
        .toArray(double[][]::new);
  }

  private boolean isNormalised(double[] row, ImmutableSet<Integer> activated) {
    return nearest == 0 || activated.containsAll(nearest(row, 1));
  }

  private ImmutableSet<Integer> activationSet() {
    return Arrays.stream(bank)
        .flatMap(row -> nearest(row, nearest).stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** The k most similar candidates; of equal ones the first. */
  private static Collection<Integer> nearest(double[] row, int k) {
    Comparator<Integer> bestFirst =
        Comparator.comparingDouble((Integer candidate) -> row[candidate])
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    return IntStream.range(0, row.length).boxed().collect(Comparators.least(k, bestFirst));
  }

  private double[] normalised(double[] row, double[] sums) {
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
