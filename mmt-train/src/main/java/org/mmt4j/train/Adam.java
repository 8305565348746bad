package org.mmt4j.train;

/**
 * Adam as PyTorch computes it (Kingma and Ba 2015; paper, section 4.2), with decoupled weight decay
 * AdamW (Loshchilov and Hutter 2019). For the gradient g of step t:
 *
 * <pre>
 *   p = p - rate * decay * p
 *   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 *   p = p - rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
 * </pre>
 *
 * @param beta1 b1
 * @param beta2 b2
 * @param epsilon added after the square root
 * @param weightDecay decay factor of all trained parameters, including biases and normalization
 *     layers
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay) {

  /** The published configurations: 0.9, 0.999, 1e-8, no weight decay. */
  public static final Adam PUBLISHED = new Adam(0.9, 0.999, 1e-8, 0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a beta is not in [0, 1), epsilon is not positive, or the
   *     weight decay is negative or not finite
   */
  public Adam {
    requireBeta("beta1", beta1);
    requireBeta("beta2", beta2);
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException(
          "Adam's epsilon: found " + epsilon + ", expected a positive number");
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          "weight decay: found " + weightDecay + ", expected 0 or a positive number");
    }
  }

  /** Returns a copy with a different weight decay (AdamW). */
  public Adam withWeightDecay(double decay) {
    return new Adam(beta1, beta2, epsilon, decay);
  }

  private static void requireBeta(String name, double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException(
          "Adam's " + name + ": found " + beta + ", expected at least 0 and below 1");
    }
  }
}
