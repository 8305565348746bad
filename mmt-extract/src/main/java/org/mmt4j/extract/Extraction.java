package org.mmt4j.extract;

import java.io.IOException;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;

/** One expert's work on one video, from {@link FeatureExtractor#start} on. */
@FunctionalInterface
public interface Extraction extends AutoCloseable {

  /**
   * Returns the features. Called once, after all that was requested has been delivered.
   *
   * @return empty if the video has nothing for this expert: no audio, no face, no word
   * @throws IOException if the expert fails
   */
  Optional<ExpertFeatures> features() throws IOException;

  /** Frees what this extraction holds, whether or not it was completed. */
  @Override
  default void close() {}
}
