package org.mmt4j.examples;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.VideoSplit;
import picocli.CommandLine.Option;

/** The option to skip videos whose features cannot be read. */
final class SkipOption {

  private static final String NAME = "--skip-missing";
  private static final List<String> FILES_OF_VIDEOS = List.of(".h5", ".npz", ".npy");

  @Option(
      names = NAME,
      description =
          "Skips videos whose features are missing or damaged, instead of failing, and says how many.")
  private boolean skips;

  /** A step that reads features. */
  interface Reading<T> {
    T read() throws IOException;
  }

  boolean skips() {
    return skips;
  }

  /** Returns the data set, which skips missing videos if the option is given. */
  PublishedDataset apply(PublishedDataset data) {
    return skips ? data.skipMissing() : data;
  }

  /** Reads features; if the file of a video cannot be read, the message names the option. */
  <T> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (FeatureFileException e) {
      boolean ofVideo = FILES_OF_VIDEOS.stream().anyMatch(e.file().toString()::endsWith);
      if (skips || !ofVideo || e.problem().contains(NAME)) {
        throw e;
      }
      throw new FeatureFileException(
          e.file(), e.problem() + "; " + NAME + " skips videos that cannot be read", e);
    }
  }

  /** Returns a line that names the option if some videos cannot be read and it is not given. */
  Optional<String> hint(int videos, int usable) {
    return skips || usable == videos
        ? Optional.empty()
        : Optional.of(
            "%d of %d videos cannot be read; %s skips them"
                .formatted(videos - usable, videos, NAME));
  }

  /**
   * Returns how many videos are skipped, such as "12 of 1000 test videos skipped".
   *
   * @param kind kind of the videos, such as "test"
   * @return empty if none is skipped
   */
  static Optional<String> skipped(VideoSplit videos, String kind) {
    int skipped = videos.skipped().size();
    return skipped == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %d %s videos skipped".formatted(skipped, skipped + videos.size(), kind));
  }
}
