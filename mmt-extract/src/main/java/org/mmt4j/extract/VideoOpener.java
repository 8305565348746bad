package org.mmt4j.extract;

import java.nio.file.Path;

/** Opens video files. Thread-safe. */
@FunctionalInterface
public interface VideoOpener {

  /**
   * Opens a file and reads its properties.
   *
   * @throws VideoFileException if it is not a video that can be decoded
   */
  Video open(String id, Path file) throws VideoFileException;
}
