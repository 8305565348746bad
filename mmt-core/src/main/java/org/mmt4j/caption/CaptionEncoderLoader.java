package org.mmt4j.caption;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Loads one kind of caption encoder from a model directory; found by {@link
 * java.util.ServiceLoader}.
 */
public interface CaptionEncoderLoader {

  /** The {@link CaptionEncoder#kind} that it loads. */
  String kind();

  /**
   * Reads what {@link CaptionEncoder#save} wrote. The parameters' values are the model's business.
   *
   * @throws IOException if a file is missing or not what it should be
   */
  CaptionEncoder load(Path directory) throws IOException;
}
