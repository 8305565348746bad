package org.mmt4j.graph;

import com.google.common.base.Throwables;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Closes all of several parts, even if closing one of them fails. */
public final class Closing {

  private Closing() {}

  /**
   * Closes all parts, in order. Then throws the first exception, with the others as suppressed
   * exceptions.
   */
  public static void all(Runnable... parts) {
    all(Arrays.asList(parts));
  }

  /** As {@link #all(Runnable...)}. */
  public static void all(Iterable<Runnable> parts) {
    @Nullable Throwable first = null;
    for (Runnable part : parts) {
      try {
        part.run();
      } catch (RuntimeException | Error e) {
        if (first == null) {
          first = e;
        } else {
          suppress(first, e);
        }
      }
    }
    if (first != null) {
      Throwables.throwIfUnchecked(first);
    }
  }

  /**
   * Closes parts after a failure. Exceptions are added to the failure as suppressed exceptions, so
   * that they do not replace it.
   */
  public static void after(Throwable failure, Runnable... parts) {
    try {
      all(parts);
    } catch (RuntimeException | Error e) {
      suppress(failure, e);
    }
  }

  /** Adds a suppressed exception, unless it is the failure itself: Java does not allow that. */
  public static void suppress(Throwable failure, Throwable other) {
    if (failure != other) {
      failure.addSuppressed(other);
    }
  }
}
