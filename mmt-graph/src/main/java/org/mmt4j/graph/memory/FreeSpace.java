package org.mmt4j.graph.memory;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The free parts of a memory area. Adjacent free parts are merged. */
final class FreeSpace {

  private final long length;
  private final TreeMap<Long, Long> parts = new TreeMap<>(); // offset to length

  FreeSpace(long length) {
    this.length = length;
    clear();
  }

  /** Marks the whole area as free. */
  void clear() {
    parts.clear();
    parts.put(0L, length);
  }

  /** Returns the length of the shortest free part that is long enough. */
  OptionalLong bestFit(long needed) {
    return parts.values().stream().mapToLong(Long::longValue).filter(part -> part >= needed).min();
  }

  /**
   * Takes memory from the start of the shortest free part that is long enough.
   *
   * @return the offset
   * @throws NoSuchElementException if no free part is long enough
   */
  long take(long needed) {
    long part = bestFit(needed).orElseThrow();
    long offset =
        parts.entrySet().stream()
            .filter(entry -> entry.getValue() == part)
            .mapToLong(Map.Entry::getKey)
            .min()
            .orElseThrow();
    parts.remove(offset);
    if (part > needed) {
      parts.put(offset + needed, part - needed);
    }
    return offset;
  }

  /** Frees memory that was taken. */
  void free(long offset, long taken) {
    long from = offset;
    long to = offset + taken;
    Map.Entry<Long, Long> before = parts.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue() == from) {
      from = before.getKey();
    }
    Long after = parts.remove(to);
    if (after != null) {
      to += after;
    }
    parts.put(from, to - from);
  }
}
