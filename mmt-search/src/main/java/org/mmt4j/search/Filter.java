package org.mmt4j.search;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A condition on entries. */
public sealed interface Filter {

  /** Accepts every entry. */
  record All() implements Filter {}

  /** Accepts entries with these ids. */
  record Ids(Set<String> ids) implements Filter {
    /** Copies the ids. */
    public Ids {
      ids = Set.copyOf(ids);
    }
  }

  /** Accepts entries of a video. */
  record OfVideo(String video) implements Filter {}

  /** Accepts entries with a tag. */
  record Tag(String tag) implements Filter {}

  /** Accepts entries whose text of this name contains all of these words. */
  record Words(String name, String words) implements Filter {}

  /** Accepts entries whose number of this name is in a range, ends included. */
  record NumberIn(String name, double from, double to) implements Filter {}

  /** Accepts entries whose date of this name is in a range, ends included. */
  record DateIn(String name, Instant from, Instant to) implements Filter {}

  /** Accepts entries that all filters accept. */
  record And(List<Filter> filters) implements Filter {
    /** Copies the filters. */
    public And {
      filters = List.copyOf(filters);
    }
  }

  /** Accepts entries that at least one filter accepts. */
  record Or(List<Filter> filters) implements Filter {
    /** Copies the filters. */
    public Or {
      filters = List.copyOf(filters);
    }
  }

  /** Accepts entries that a filter does not accept. */
  record Not(Filter filter) implements Filter {}

  /** Returns a filter that accepts every entry. */
  static Filter all() {
    return new All();
  }

  /** Returns a filter that also demands another one. */
  default Filter and(Filter other) {
    return new And(List.of(this, other));
  }

  /** Returns a filter that also accepts what another one accepts. */
  default Filter or(Filter other) {
    return new Or(List.of(this, other));
  }

  /** Returns the opposite filter. */
  default Filter not() {
    return new Not(this);
  }
}
