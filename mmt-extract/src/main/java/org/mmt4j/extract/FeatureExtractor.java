package org.mmt4j.extract;

import java.io.IOException;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;

/**
 * An opened expert: extracts features of videos, one video at a time. It may hold models and native
 * memory until it is closed; closing it again has no effect. Not thread-safe: each thread opens its
 * own.
 */
public interface FeatureExtractor extends AutoCloseable {

  /**
   * Returns the name of the expert, as in feature files: letters, digits, {@code _} and {@code -}.
   */
  String name();

  /** Returns the dimension D of each feature. */
  int dimension();

  /**
   * Extracts the features of a video: n features of {@link #dimension} values, in order of time.
   * The time of a feature is the middle of the time span that it describes. The result for a video
   * is always the same, bit for bit.
   *
   * @return empty if the video has nothing for this expert: no audio, no face, no word
   * @throws VideoFileException if the file cannot be decoded
   * @throws IOException if the expert fails
   */
  Optional<ExpertFeatures> extract(Video video) throws IOException;

  @Override
  void close();
}
