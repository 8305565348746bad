package org.mmt4j.search;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an application knows of an entry.
 *
 * @param texts texts by name, for example captions, words read and words heard: searched by
 *     keywords
 * @param numbers finite numbers by name
 * @param dates times by name, in milliseconds since 1970
 * @param tags of any kind
 */
public record Metadata(
    SortedMap<String, String> texts,
    SortedMap<String, Double> numbers,
    SortedMap<String, Instant> dates,
    SortedSet<String> tags) {

  /** No metadata. */
  public static final Metadata NONE = builder().build();

  /** Copies the collections. */
  public Metadata {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    dates = Collections.unmodifiableSortedMap(new TreeMap<>(dates));
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  /** Returns a builder of metadata. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects metadata; a name that is given again replaces the value. */
  public static final class Builder {

    private final SortedMap<String, String> texts = new TreeMap<>();
    private final SortedMap<String, Double> numbers = new TreeMap<>();
    private final SortedMap<String, Instant> dates = new TreeMap<>();
    private final SortedSet<String> tags = new TreeSet<>();

    private Builder() {}

    /** Adds a text. */
    public Builder text(String name, String text) {
      texts.put(Names.required("name of a text", name), text);
      return this;
    }

    /**
     * Adds a number.
     *
     * @throws IllegalArgumentException if it is NaN or infinite
     */
    public Builder number(String name, double number) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "number " + name + ": found " + number + ", expected a finite number");
      }
      numbers.put(Names.required("name of a number", name), number);
      return this;
    }

    /**
     * Adds a date, truncated to milliseconds.
     *
     * @throws ArithmeticException if it is more than 292 million years away
     */
    public Builder date(String name, Instant date) {
      dates.put(Names.required("name of a date", name), Instant.ofEpochMilli(date.toEpochMilli()));
      return this;
    }

    /** Adds a tag. */
    public Builder tag(String tag) {
      tags.add(Names.required("tag", tag));
      return this;
    }

    /** Returns the metadata. */
    public Metadata build() {
      return new Metadata(texts, numbers, dates, tags);
    }
  }
}
