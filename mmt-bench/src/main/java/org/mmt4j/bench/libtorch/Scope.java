package org.mmt4j.bench.libtorch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Frees the tensors of a computation when it is finished; the garbage collector does not see their
 * native memory.
 */
final class Scope {

  private Scope() {}

  /** Runs a computation and frees all tensors that it created. */
  @SuppressWarnings("try") // an open scope collects the tensors
  static <T> T run(Supplier<T> work) {
    try (PointerScope scope = new PointerScope()) {
      return work.get();
    }
  }

  /** Runs a computation without gradients and frees all tensors that it created. */
  @SuppressWarnings("try")
  static <T> T score(Supplier<T> work) {
    return run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            return work.get();
          }
        });
  }

  /** Frees objects that were created outside of a scope. */
  static void free(Iterable<? extends Pointer> pointers) {
    pointers.forEach(Pointer::close);
  }
}
