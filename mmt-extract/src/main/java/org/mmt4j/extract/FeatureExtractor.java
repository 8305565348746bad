package org.mmt4j.extract;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.util.List;
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
   * Starts the extraction of a video: requests frames and audio, which are delivered after this
   * method has returned. One pass over the video serves all experts.
   *
   * <p>The result is n features of {@link #dimension} values, in order of time. The time of a
   * feature is the middle of the time span that it describes. The result for a video is always the
   * same, bit for bit.
   *
   * @return what returns the features at the end; closed before the next video starts
   * @throws IOException if the expert fails
   */
  Extraction start(MediaRequests requests) throws IOException;

  /**
   * Extracts the features of a video in a pass of its own.
   *
   * @return empty if the video has nothing for this expert: no audio, no face, no word
   * @throws VideoFileException if the file cannot be decoded
   * @throws IOException if the expert fails
   */
  default Optional<ExpertFeatures> extract(Video video) throws IOException {
    try (ExpertRun run = ExpertRun.start(this, video)) {
      new DecodingPass(video).run(List.of(run));
      Optional<ExpertFeatures> features = run.features();
      if (run.failure().isPresent()) {
        Throwables.throwIfInstanceOf(run.failure().get(), IOException.class);
        Throwables.throwIfUnchecked(run.failure().get());
      }
      return features;
    }
  }

  @Override
  void close();
}
