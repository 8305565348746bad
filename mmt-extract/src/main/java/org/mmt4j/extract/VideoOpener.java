package org.mmt4j.extract;

import java.nio.file.Path;

/** Opens video files. Safe for use by many threads. */
@FunctionalInterface
public interface VideoOpener {

  /**
   * Looks at a file.
   *
   * @throws VideoFileException if it is no video that can be decoded
   */
  Video open(String id, Path file) throws VideoFileException;
}
