package org.mmt4j.search;

/** Checks ids, tags and names of metadata. */
final class Names {

  /** Lucene has terms of at most 32766 bytes; a character has at most 3 in UTF-8. */
  private static final int MAX_LENGTH = 10_000;

  private Names() {}

  static String required(String what, String name) {
    if (name.isBlank() || name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s: found %s, expected 1 to %d characters that are not all blank"
              .formatted(
                  what,
                  name.isBlank() ? "'" + name + "'" : name.length() + " characters",
                  MAX_LENGTH));
    }
    return name;
  }
}
