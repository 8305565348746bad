package org.mmt4j.features;

import java.io.IOException;

/**
 * Writes videos in a format that a {@link FeatureSource} reads. Values are kept bit for bit. Of the
 * times of a feature only the middle is kept, as start and end. Features without known times are
 * written without times. Not thread-safe.
 */
public interface FeatureWriter {

  /**
   * Writes one video.
   *
   * @throws IllegalArgumentException if the format cannot store the video, or the video was already
   *     written
   * @throws FeatureFileException if the video cannot be written
   */
  void write(StoredVideo video) throws IOException;

  /**
   * Completes the files. Call it after the last video: the files are incomplete before.
   *
   * @throws FeatureFileException if a file cannot be written
   */
  void finish() throws IOException;
}
