package org.mmt4j.examples.report;

import java.util.List;

/**
 * The clips found for a caption.
 *
 * @param caption what was searched for
 * @param rightRank rank of the clip that the caption describes, the first being 1
 * @param hits the best clips, best first
 */
public record RankedExample(String caption, int rightRank, List<Hit> hits) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the rank is below 1
   */
  public RankedExample {
    if (rightRank < 1) {
      throw new IllegalArgumentException(
          "rank of the right clip: found " + rightRank + ", expected at least 1");
    }
    hits = List.copyOf(hits);
  }
}
