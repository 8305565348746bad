package org.mmt4j.graph.kernel;

import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Selects the code that runs a compiled graph. By default, kernels in Java replace ND4J's
 * operations where they are faster ({@code -Dmmt.kernels=fused}). With {@code -Dmmt.kernels=plain},
 * and always on backends other than the CPU's, ND4J's operations are used.
 */
public final class Kernels {

  private static final String PROPERTY = "mmt.kernels";
  private static final String PLAIN = "plain";
  private static final String FUSED = "fused";

  private Kernels() {}

  /**
   * Returns whether kernels may replace operations.
   *
   * @throws IllegalArgumentException if the property has a different value
   */
  public static boolean fused() {
    String value = System.getProperty(PROPERTY, FUSED);
    if (!value.equals(PLAIN) && !value.equals(FUSED)) {
      throw new IllegalArgumentException(
          "%s: found %s, expected %s or %s".formatted(PROPERTY, value, FUSED, PLAIN));
    }
    return value.equals(FUSED) && onHost();
  }

  /** Returns whether ND4J's backend is the CPU's: Java can read and write its arrays. */
  public static boolean onHost() {
    return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
  }
}
