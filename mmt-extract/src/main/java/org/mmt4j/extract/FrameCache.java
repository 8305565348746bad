package org.mmt4j.extract;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Caches the result for the last frame, because some videos show one picture for hours.
 *
 * @param <T> type of the result, which must not be changed
 */
public final class FrameCache<T> {

  /** Computes the result for a frame: the same for the same frame. */
  @FunctionalInterface
  public interface FrameFunction<T> {

    /**
     * Returns the result.
     *
     * @throws IOException if the expert fails
     */
    T apply(Frame frame) throws IOException;
  }

  private final FrameFunction<T> function;
  private @Nullable Frame lastFrame;
  private @Nullable T lastResult;

  /** Creates a cache for {@code function}. */
  public FrameCache(FrameFunction<T> function) {
    this.function = function;
  }

  /**
   * Returns the result for a frame, computed or cached.
   *
   * @throws IOException if the function throws it
   */
  public T get(Frame frame) throws IOException {
    T result = lastResult;
    if (result == null || lastFrame == null || !lastFrame.isSameFrame(frame)) {
      result = function.apply(frame);
      lastResult = result;
      lastFrame = frame;
    }
    return result;
  }
}
