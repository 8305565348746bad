package org.mmt4j.features;

import java.nio.file.Path;

/** Where a split finds its videos: their features, and the captions that count. */
interface VideoReader {

  /** The file that errors name. */
  Path file(String id);

  /**
   * Features and captions of a video.
   *
   * @throws FeatureFileException if the file cannot be used
   */
  StoredVideo read(String id) throws FeatureFileException;
}
