package org.mmt4j.features;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ClosedException;

/**
 * The videos of an open source.
 *
 * @param <T> data that the source keeps per video, such as the file
 */
final class VideoTable<T> {

  private final Path source;

  /** Null if closed, so that files that are mapped into memory can be released. */
  private volatile @Nullable ImmutableSortedMap<String, T> byId;

  VideoTable(Path source, Map<String, T> byId) {
    this.source = source;
    this.byId = ImmutableSortedMap.copyOf(byId);
  }

  ImmutableSortedSet<String> ids() {
    return open().keySet();
  }

  /** Returns the path of the whole source, for messages about one of its videos. */
  Path source(String id) {
    get(id);
    return source;
  }

  /**
   * Returns the data of a video.
   *
   * @throws IllegalArgumentException if there is no such video
   * @throws ClosedException if the source is closed
   */
  T get(String id) {
    ImmutableSortedMap<String, T> videos = open();
    T found = videos.get(id);
    if (found == null) {
      throw new IllegalArgumentException(
          source + ": found no video " + id + ", expected one of its " + videos.size() + " videos");
    }
    return found;
  }

  void close() {
    byId = null;
  }

  private ImmutableSortedMap<String, T> open() {
    ImmutableSortedMap<String, T> videos = byId;
    if (videos == null) {
      throw new ClosedException("features in " + source);
    }
    return videos;
  }
}
