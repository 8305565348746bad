package org.mmt4j.io;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** A value of a pickle that {@link NumpyPickle} reads. Immutable. */
public sealed interface NumpyValue {

  /** Numbers: an array, or a scalar with the shape (). */
  record Numbers(StoredArray array) implements NumpyValue {}

  /** {@code None}, NaN, or a row of NaN in a table. */
  enum Missing implements NumpyValue {
    MISSING
  }

  /** A string. */
  record Text(String text) implements NumpyValue {}

  /** A list, tuple or set. */
  record Items(List<NumpyValue> items) implements NumpyValue {

    /** Copies the list. */
    public Items {
      items = ImmutableList.copyOf(items);
    }
  }

  /**
   * Anything else.
   *
   * @param found what it is, for messages: "an array of type U9"
   */
  record Other(String found) implements NumpyValue {}
}
