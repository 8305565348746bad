package org.mmt4j.extract;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an expert makes of the picture that is shown, made once: some videos show one for hours.
 *
 * @param <T> what is made, not to be changed
 */
public final class ShownPicture<T> {

  private final Function<Frame, T> expert;
  private @Nullable Frame shown;
  private @Nullable T made;

  /** Made by {@code expert}, which makes the same of the same picture. */
  public ShownPicture(Function<Frame, T> expert) {
    this.expert = expert;
  }

  /** What is made of a picture. */
  public T of(Frame frame) {
    T kept = made;
    if (kept == null || shown == null || !shown.shows(frame)) {
      kept = expert.apply(frame);
      made = kept;
      shown = frame;
    }
    return kept;
  }
}
