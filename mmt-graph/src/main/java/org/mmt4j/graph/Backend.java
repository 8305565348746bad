package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * The ND4J backend on the application's class path. ND4J loads it on first use, and its errors do
 * not say what is wrong when that fails. So code that creates arrays calls {@link #require} first.
 */
public final class Backend {

  private static final Optional<String> PROBLEM = problem();

  private Backend() {}

  /**
   * Checks that a working backend is available.
   *
   * @throws IllegalStateException if there is no backend, or its native libraries are missing or
   *     differ in version from its Java classes; the message lists the versions found and expected,
   *     and the artifact to depend on
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

  /**
   * Whether all backends found are the CPU's; true without any, because the CPU's is then missing.
   */
  private static boolean isCpu() {
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .map(provider -> provider.type().getName())
        .allMatch(name -> name.equals("org.nd4j.linalg.cpu.nativecpu.CpuBackend"));
  }
}
