package org.mmt4j.graph;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs something as if another value of {@code mmt.kernels} had been given. */
final class WithKernels {

  private static final String PROPERTY = "mmt.kernels";

  private WithKernels() {}

  static <T> T of(String kernels, Supplier<T> action) {
    @Nullable String before = System.getProperty(PROPERTY);
    System.setProperty(PROPERTY, kernels);
    try {
      return action.get();
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
    }
  }
}
