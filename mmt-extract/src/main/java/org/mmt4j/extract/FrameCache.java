package org.mmt4j.extract;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches the result for the last frame, because some videos show one frame for hours.
 *
 * @param <T> type of the result, which must not be changed
 */
public final class FrameCache<T> {

  private final Function<Frame, T> function;
  private @Nullable Frame lastFrame;
  private @Nullable T lastResult;

  /** Creates a cache for {@code function}, which must return the same result for the same frame. */
  public FrameCache(Function<Frame, T> function) {
    this.function = function;
  }

  /** Returns the result for a frame, computed or cached. */
  public T get(Frame frame) {
    T result = lastResult;
    if (result == null || lastFrame == null || !lastFrame.isSameFrame(frame)) {
      result = function.apply(frame);
      lastResult = result;
      lastFrame = frame;
    }
    return result;
  }
}
