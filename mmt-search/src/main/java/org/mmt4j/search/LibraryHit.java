package org.mmt4j.search;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * An entry that was found, and why.
 *
 * @param rank 1 for the best hit
 * @param entry the entry, which says the video and the window
 * @param then the later entry of the same video, if the query asks for one
 * @param similarity with the query; with {@code then}, the mean of both similarities
 * @param confidence how seldom an unrelated caption has a hit that stands out as much; empty if the
 *     library is not calibrated
 * @param shares of the experts in the similarity of {@code entry}, whose sum is that similarity up
 *     to rounding
 * @param words of the query that texts of the entry have, in lower case
 */
public record LibraryHit(
    int rank,
    LibraryEntry entry,
    Optional<LibraryEntry> then,
    double similarity,
    OptionalDouble confidence,
    Map<String, Double> shares,
    Set<String> words) {

  /** Returns the id of the entry. */
  public String id() {
    return entry.id();
  }
}
