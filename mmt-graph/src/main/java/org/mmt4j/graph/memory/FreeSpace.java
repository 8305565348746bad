package org.mmt4j.graph.memory;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Which parts of a stretch of memory are free. Neighbours that are free are one part. */
final class FreeSpace {

  private final long length;
  private final TreeMap<Long, Long> parts = new TreeMap<>(); // offset to length

  FreeSpace(long length) {
    this.length = length;
    clear();
  }

  /** Makes all of it free. */
  void clear() {
    parts.clear();
    parts.put(0L, length);
  }

  /** Length of the shortest part that is long enough. */
  OptionalLong bestFit(long wanted) {
    return parts.values().stream().mapToLong(Long::longValue).filter(part -> part >= wanted).min();
  }

  /**
   * Takes the start of the shortest part that is long enough.
   *
   * @return offset
   * @throws NoSuchElementException if there is none
   */
  long take(long wanted) {
    long part = bestFit(wanted).orElseThrow();
    long offset =
        parts.entrySet().stream()
            .filter(entry -> entry.getValue() == part)
            .mapToLong(Map.Entry::getKey)
            .min()
            .orElseThrow();
    parts.remove(offset);
    if (part > wanted) {
      parts.put(offset + wanted, part - wanted);
    }
    return offset;
  }

  /** Frees what was taken. */
  void give(long offset, long taken) {
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
