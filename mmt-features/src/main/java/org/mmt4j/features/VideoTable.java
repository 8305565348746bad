package org.mmt4j.features;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.nio.file.Path;
import java.util.Map;

/**
 * The videos of an open source.
 *
 * @param <T> data that the source keeps per video, such as the file
 */
final class VideoTable<T> {

  private final Path source;
  private final ImmutableSortedMap<String, T> byId;
  private volatile boolean closed;

  VideoTable(Path source, Map<String, T> byId) {
    this.source = source;
    this.byId = ImmutableSortedMap.copyOf(byId);
  }

  ImmutableSortedSet<String> ids() {
    requireOpen();
    return byId.keySet();
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
   * @throws IllegalStateException if the source is closed
   */
  T get(String id) {
    requireOpen();
    T found = byId.get(id);
    if (found == null) {
      throw new IllegalArgumentException(
          source + ": found no video " + id + ", expected one of its " + byId.size() + " videos");
    }
    return found;
  }

  void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(source + ": found a closed source, expected an open one");
    }
  }
}
