package org.mmt4j.train.evaluation;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;

/** Mean mixture weights of captions per expert (paper, equation 7). */
public final class MixtureWeightMeans {

  private MixtureWeightMeans() {}

  /**
   * Returns the mean over captions of each expert's weight w_i(c), by the expert's name.
   *
   * @throws IllegalArgumentException if there are no captions
   */
  public static Map<String, Double> of(MmtModel model, List<CaptionEmbedding> captions) {
    if (captions.isEmpty()) {
      throw new IllegalArgumentException("captions: found none, expected at least one");
    }
    List<String> experts = model.config().expertNames();
    double[] sums = new double[experts.size()];
    for (CaptionEmbedding caption : captions) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += length(caption.vector(), i, sums.length);
      }
    }
    ImmutableMap.Builder<String, Double> means = ImmutableMap.builder();
    for (int i = 0; i < sums.length; i++) {
      means.put(experts.get(i), sums[i] / captions.size());
    }
    return means.buildOrThrow();
  }

  /**
   * Returns w_i: the length of part i of the vector {@code [w_1 phi_1 .. w_N phi_N]}, as every
   * phi_i has length 1.
   */
  private static double length(float[] vector, int expert, int experts) {
    int size = vector.length / experts;
    double squares = 0;
    for (int i = expert * size; i < (expert + 1) * size; i++) {
      squares += (double) vector[i] * vector[i];
    }
    return Math.sqrt(squares);
  }
}
