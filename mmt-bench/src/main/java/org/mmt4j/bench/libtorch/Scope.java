package org.mmt4j.bench.libtorch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/** Frees tensors when the work that made them is done; the garbage collector does not see them. */
final class Scope {

  private Scope() {}

  /** Does something and frees all tensors that it made. */
  @SuppressWarnings("try") // the scope works by being open
  static <T> T run(Supplier<T> work) {
    try (PointerScope scope = new PointerScope()) {
      return work.get();
    }
  }

  /** The same without gradients. */
  @SuppressWarnings("try")
  static <T> T score(Supplier<T> work) {
    return run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            return work.get();
          }
        });
  }

  /** Frees objects that are in no scope. */
  static void free(Iterable<? extends Pointer> pointers) {
    pointers.forEach(Pointer::close);
  }
}
