package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Opens video files. Thread-safe. {@link ServiceLoader} finds the implementations that {@link
 * #find} chooses from.
 */
@FunctionalInterface
public interface VideoOpener {

  /**
   * Opens a file and reads its properties.
   *
   * @throws VideoFileException if it is not a video that can be decoded
   */
  Video open(String id, Path file) throws VideoFileException;

  /**
   * Returns why no video can be opened, such as a missing library, and what to do, in one line.
   * Empty if videos can be opened.
   */
  default Optional<String> unavailableReason() {
    return Optional.empty();
  }

  /**
   * Returns the first available opener on the class path. This library has one: FFmpeg.
   *
   * @throws IllegalStateException if none is available; the message says why
   */
  static VideoOpener find() {
    return firstAvailable(ServiceLoader.load(VideoOpener.class));
  }

  /**
   * Returns the first available opener.
   *
   * @throws IllegalStateException if none is available; the message says why
   */
  static VideoOpener firstAvailable(Iterable<VideoOpener> openers) {
    List<String> reasons = new ArrayList<>();
    for (VideoOpener opener : openers) {
      Optional<String> reason = opener.unavailableReason();
      if (reason.isEmpty()) {
        return opener;
      }
      reasons.add(reason.get());
    }
    throw new IllegalStateException(
        reasons.isEmpty()
            ? "video files: found no VideoOpener on the class path, expected at least one"
            : String.join("; or ", reasons));
  }
}
