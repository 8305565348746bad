package org.mmt4j.graph.kernel;

import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which code runs a compiled graph: ND4J's own operations ({@code -Dmmt.kernels=plain}, and always
 * on other backends than the CPU's), or, unless that is asked for, loops in Java where they are
 * faster.
 */
public final class Kernels {

  private static final String PROPERTY = "mmt.kernels";
  private static final String PLAIN = "plain";
  private static final String FUSED = "fused";

  private Kernels() {}

  /**
   * Whether operations may be replaced.
   *
   * @throws IllegalArgumentException if the property has another value
   */
  public static boolean fused() {
    String wanted = System.getProperty(PROPERTY, FUSED);
    if (!wanted.equals(PLAIN) && !wanted.equals(FUSED)) {
      throw new IllegalArgumentException(
          "%s: found %s, expected %s or %s".formatted(PROPERTY, wanted, FUSED, PLAIN));
    }
    return wanted.equals(FUSED)
        && Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
  }
}
