package org.mmt4j.features;

import java.util.Optional;

/** Checks ids of videos. An id is any text, such as {@code cat/000} or {@code What is "x"?}. */
final class VideoIds {

  private VideoIds() {}

  /** Returns what is expected of text that is not an id; empty if it is one. */
  static Optional<String> problem(String id) {
    if (id.isEmpty()) {
      return Optional.of("expected an id of at least one character");
    }
    return id.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)
        ? Optional.of("expected Unicode text, without halves of surrogate pairs")
        : Optional.empty();
  }
}
