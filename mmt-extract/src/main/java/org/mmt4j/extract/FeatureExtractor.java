package org.mmt4j.extract;

import java.io.IOException;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;

/**
 * An expert at work: makes features of videos, one video at a time. It may hold models and native
 * memory until it is closed; closing twice is harmless. Not safe for use by many threads: each
 * thread opens its own.
 */
public interface FeatureExtractor extends AutoCloseable {

  /** Name of the expert, as in feature files: letters, digits, {@code _} and {@code -}. */
  String name();

  /** Length D of each feature. */
  int dimension();

  /**
   * What the expert sees, hears or reads in a video: n features of {@link #dimension} values, each
   * at the middle of the seconds that it describes, in order of time. The same video gives the same
   * features, to the last bit.
   *
   * @return empty if there was nothing for it: no sound, no face, no word
   * @throws VideoFileException if the file cannot be decoded
   * @throws IOException if the expert cannot work
   */
  Optional<ExpertFeatures> extract(Video video) throws IOException;

  @Override
  void close();
}
