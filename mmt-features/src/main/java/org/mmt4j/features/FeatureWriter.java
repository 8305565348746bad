package org.mmt4j.features;

import java.io.IOException;

/**
 * Writes videos in some form that a {@link FeatureSource} reads. Values are kept bit for bit. Of
 * times the middle of each feature is kept, as start and end; features of which no time is known
 * are written without times. Not safe for use by many threads.
 */
public interface FeatureWriter {

  /**
   * Writes one video.
   *
   * @throws IllegalArgumentException if the form has no way to say what the video holds, or the
   *     video was written before
   * @throws IOException if it cannot be written
   */
  void write(StoredVideo video) throws IOException;

  /** To be called after the last video: what is written is whole only then. */
  void finish() throws IOException;
}
