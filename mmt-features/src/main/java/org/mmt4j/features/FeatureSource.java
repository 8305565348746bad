package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mmt4j.data.Expert;
import org.mmt4j.data.Timing;

/**
 * Features of many videos, in whatever form they are stored. Safe for use by many threads.
 *
 * <pre>{@code
 * try (FeatureSource source = FeatureSources.open(folder)) {
 *   for (String id : source.ids()) {
 *     StoredVideo video = source.read(id, experts);
 *   }
 * }
 * }</pre>
 *
 * <p>Who opens a source closes it; data sets over it read from it until then.
 *
 * <p>All methods throw {@link IllegalStateException} once it is closed, and {@link
 * IllegalArgumentException} for an id that is not one of {@link #ids}.
 */
public interface FeatureSource extends Closeable {

  /** The videos. */
  ImmutableSortedSet<String> ids();

  /** The file that messages about a video name; the folder where a video has no file of its own. */
  Path file(String id);

  /**
   * The experts that are not missing in a video, with their dimensions.
   *
   * @throws IOException if a file cannot be read or is damaged; the message names it
   */
  ImmutableSortedMap<String, Integer> dimensions(String id) throws IOException;

  /**
   * Features and captions of one video.
   *
   * @param experts the experts to read; what is stored of others is not looked at
   * @throws IOException if a file cannot be read or is damaged, or features are not of the expert's
   *     dimension or not finite; the message names the file
   */
  StoredVideo read(String id, List<Expert> experts) throws IOException;

  /**
   * What {@link #read} passes over: times that are more than there are features or words.
   *
   * @return a sentence for each, without the name of the file; none where the form has no times, or
   *     no others than it reads
   * @throws IOException if a file cannot be read or is damaged; the message names it
   */
  default ImmutableList<String> truncatedTimes(String id) throws IOException {
    return ImmutableList.of();
  }

  /** All that is stored of one video, with the times that are stored. */
  default StoredVideo readAll(String id) throws IOException {
    return read(
        id,
        dimensions(id).entrySet().stream()
            .map(e -> Expert.of(e.getKey(), e.getValue()).withTiming(new Timing.Stored()))
            .toList());
  }
}
