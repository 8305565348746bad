package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * ND4J's backend, which the application brings. ND4J finds and loads it when it is used first, and
 * where that fails its errors do not name what is wrong: whatever makes arrays asks here before.
 */
public final class Backend {

  private static final Optional<String> PROBLEM = problem();

  private Backend() {}

  /**
   * Requires a backend that works.
   *
   * @throws IllegalStateException if there is none, or its natives are missing or of another
   *     version than its Java classes: the message says what was found, expected, and brings it
   */
  public static void require() {
    if (PROBLEM.isPresent()) {
      throw new IllegalStateException(PROBLEM.get());
    }
  }

  private static Optional<String> problem() {
    return NativeLibrary.problem(
        "ND4J's backend",
        "mmt-cpu",
        isCpu()
            ? ImmutableList.of(NativeLibrary.ND4J, NativeLibrary.JAVACPP, NativeLibrary.OPENBLAS)
            : ImmutableList.of(NativeLibrary.JAVACPP),
        Nd4j::getBackend);
  }

  /** Whether it is the CPU's, which is what an application without a backend should have, too. */
  private static boolean isCpu() {
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .map(provider -> provider.type().getName())
        .allMatch(name -> name.equals("org.nd4j.linalg.cpu.nativecpu.CpuBackend"));
  }
}
