package org.mmt4j.features;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.mmt4j.data.Expert;
import org.mmt4j.data.Timing;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.ClosedException;

/**
 * Features of many videos, independent of the file format. Thread-safe.
 *
 * <pre>{@code
 * try (FeatureSource source = FeatureSources.open(folder)) {
 *   for (String id : source.ids()) {
 *     StoredVideo video = source.read(id, experts);
 *   }
 * }
 * }</pre>
 *
 * <p>The code that opens a source owns it and closes it. Data sets that use the source read from it
 * until then.
 *
 * <p>After the source is closed, all methods except {@link #close} throw {@link ClosedException}.
 * Methods throw {@link IllegalArgumentException} for an id that is not in {@link #ids}.
 */
public interface FeatureSource extends Closeable {

  /** Returns the ids of the videos, in alphabetical order; immutable. */
  SortedSet<String> ids();

  /**
   * Returns the file that messages about a video name. If the video has no file of its own, this is
   * the folder.
   */
  Path file(String id);

  /**
   * Returns the experts that are not missing in a video, with their dimensions.
   *
   * @throws FeatureFileException if a file cannot be read or is damaged
   */
  SortedMap<String, Integer> dimensions(String id) throws IOException;

  /**
   * Returns the features and captions of one video.
   *
   * @param experts experts to read; other experts are ignored
   * @throws FeatureFileException if a file cannot be read or is damaged, if the dimension of
   *     features differs from that of the expert, or if a value is NaN or infinite
   */
  StoredVideo read(String id, List<Expert> experts) throws IOException;

  /**
   * Returns the features of one video. Does not read captions, so captions that are damaged or in
   * another format do not matter.
   *
   * @throws FeatureFileException as {@link #read}, except for captions
   */
  default VideoFeatures features(String id, List<Expert> experts) throws IOException {
    return read(id, experts).features();
  }

  /**
   * Returns what the source does not read at all, such as files that are not features.
   *
   * @return sentences that name the file; empty if everything is read
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Returns what {@link #read} skips or changes in a video: surplus, missing, invalid and unordered
   * times.
   *
   * @return sentences without the name of the file; empty if everything is read as it is stored
   * @throws FeatureFileException if a file cannot be read or is damaged
   */
  default List<String> notes(String id) throws IOException {
    return List.of();
  }

  /**
   * Returns all features and captions of one video, with the stored times.
   *
   * @throws FeatureFileException if a file cannot be read or is damaged
   */
  default StoredVideo readAll(String id) throws IOException {
    return read(
        id,
        dimensions(id).entrySet().stream()
            .map(e -> Expert.of(e.getKey(), e.getValue()).withTiming(new Timing.Stored()))
            .toList());
  }
}
