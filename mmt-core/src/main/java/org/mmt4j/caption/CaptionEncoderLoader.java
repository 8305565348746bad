package org.mmt4j.caption;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Loads one kind of caption encoder from a model directory. {@link java.util.ServiceLoader} finds
 * the implementations.
 */
public interface CaptionEncoderLoader {

  /** Returns the {@link CaptionEncoder#kind} that this loader loads. */
  String kind();

  /**
   * Reads the files that {@link CaptionEncoder#save} wrote. The model loads the values of the
   * parameters.
   *
   * @throws IOException if a file is missing or not valid
   */
  CaptionEncoder load(Path directory) throws IOException;
}
