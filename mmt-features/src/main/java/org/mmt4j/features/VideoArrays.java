package org.mmt4j.features;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.io.StoredArray;

/** The arrays of one video. */
interface VideoArrays {

  /** Returns the experts that have an array; the array may mark the expert as missing. */
  Set<String> experts() throws FeatureFileException;

  /** Returns the file with the array of an expert. */
  Path file(String expert);

  /** Returns the array of one of {@link #experts}. */
  StoredArray array(String expert) throws FeatureFileException;

  /**
   * Returns the times of the features of an expert in seconds, if the format has them. There may be
   * more or fewer times than features.
   */
  default Optional<double[]> times(String expert) throws FeatureFileException {
    return Optional.empty();
  }
}
