package org.mmt4j.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to search for: captions and entries of the library, added or subtracted; optionally what
 * comes later in the same video.
 *
 * @param terms at least one of them is added
 * @param then what comes later; empty for none
 * @param keywords words to find in texts; their ranking is fused with that of the vectors. Blank
 *     for none
 * @param expert the only expert whose part of the vectors is compared; empty for all
 * @param filter which entries may be found
 * @param offset number of hits to skip
 * @param count largest number of hits
 * @param everyMoment whether all entries of a video may be found, or only the best one
 * @param minimumConfidence hits of a lower confidence are dropped; 0 to keep all
 */
public record VideoQuery(
    List<Term> terms,
    List<Term> then,
    String keywords,
    Optional<String> expert,
    Filter filter,
    int offset,
    int count,
    boolean everyMoment,
    double minimumConfidence) {

  private static final int DEFAULT_COUNT = 10;

  /** A part of a query. */
  public sealed interface Term {

    /** Returns whether the term is added, not subtracted. */
    boolean added();

    /**
     * A caption.
     *
     * @param text of the caption
     */
    record Caption(String text, boolean added) implements Term {}

    /**
     * An entry of the library.
     *
     * @param id of the entry
     */
    record Entry(String id, boolean added) implements Term {}
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if no term is added, or a number is out of range
   */
  public VideoQuery {
    terms = List.copyOf(terms);
    then = List.copyOf(then);
    requireAdded("query", terms);
    if (!then.isEmpty()) {
      requireAdded("what comes later", then);
    }
    if (offset < 0 || count < 1) {
      throw new IllegalArgumentException(
          "hits: found an offset of %d and a count of %d, expected at least 0 and 1"
              .formatted(offset, count));
    }
    if (!(minimumConfidence >= 0 && minimumConfidence <= 1)) {
      throw new IllegalArgumentException(
          "minimum confidence: found " + minimumConfidence + ", expected 0 to 1");
    }
  }

  private static void requireAdded(String what, List<Term> terms) {
    if (terms.stream().noneMatch(Term::added)) {
      throw new IllegalArgumentException(
          what + ": found nothing that is added, expected at least one caption or entry");
    }
  }

  /** Returns a query for a caption. */
  public static VideoQuery caption(String caption) {
    return builder().caption(caption).build();
  }

  /** Returns a query for what is like an entry, which is not found itself. */
  public static VideoQuery like(String id) {
    return builder().like(id).build();
  }

  /** Returns a builder; it needs at least one caption or entry. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds queries. */
  public static final class Builder {

    private final List<Term> terms = new ArrayList<>();
    private final List<Term> then = new ArrayList<>();
    private String keywords = "";
    private Optional<String> expert = Optional.empty();
    private Filter filter = Filter.all();
    private int offset;
    private int count = DEFAULT_COUNT;
    private boolean everyMoment;
    private double minimumConfidence;

    private Builder() {}

    /** Adds a caption. */
    public Builder caption(String caption) {
      terms.add(new Term.Caption(caption, true));
      return this;
    }

    /** Subtracts a caption. */
    public Builder without(String caption) {
      terms.add(new Term.Caption(caption, false));
      return this;
    }

    /** Adds an entry of the library. */
    public Builder like(String id) {
      terms.add(new Term.Entry(id, true));
      return this;
    }

    /** Subtracts an entry of the library. */
    public Builder unlike(String id) {
      terms.add(new Term.Entry(id, false));
      return this;
    }

    /** Asks for entries that start before one of this caption in the same video. */
    public Builder then(String caption) {
      then.add(new Term.Caption(caption, true));
      return this;
    }

    /** Fuses the ranking with that of entries whose texts have these words. */
    public Builder keywords(String words) {
      keywords = words;
      return this;
    }

    /** Compares only the part of one expert, for example what is heard. */
    public Builder expert(String name) {
      expert = Optional.of(name);
      return this;
    }

    /** Restricts what may be found. */
    public Builder filter(Filter accepted) {
      filter = accepted;
      return this;
    }

    /** Skips a number of hits, for further pages. */
    public Builder offset(int hits) {
      offset = hits;
      return this;
    }

    /** Limits the number of hits; the default is {@value #DEFAULT_COUNT}. */
    public Builder count(int hits) {
      count = hits;
      return this;
    }

    /** Finds all entries of a video, not only the best one. */
    public Builder everyMoment() {
      everyMoment = true;
      return this;
    }

    /** Drops hits of a lower confidence. Needs a calibrated library. */
    public Builder minimumConfidence(double confidence) {
      minimumConfidence = confidence;
      return this;
    }

    /** Returns the query; throws as the constructor of {@link VideoQuery}. */
    public VideoQuery build() {
      return new VideoQuery(
          terms, then, keywords, expert, filter, offset, count, everyMoment, minimumConfidence);
    }
  }
}
