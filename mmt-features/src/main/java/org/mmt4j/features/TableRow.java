package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A row of a table in a text file.
 *
 * @param line number of its first line, from 1
 * @param fields its fields, without their quotation marks
 * @param doubt why the quotation marks of the row may be text instead; empty if there is no doubt
 */
record TableRow(int line, ImmutableList<String> fields, Optional<String> doubt) {

  /** Returns whether all fields are blank. */
  boolean isBlank() {
    return fields.stream().allMatch(String::isBlank);
  }

  /** Returns the number of fields without blank ones at the end, which spreadsheets write. */
  int size() {
    int size = fields.size();
    while (size > 0 && fields.get(size - 1).isBlank()) {
      size--;
    }
    return size;
  }
}
