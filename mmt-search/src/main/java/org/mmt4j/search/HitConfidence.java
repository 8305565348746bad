package org.mmt4j.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mmt4j.search.VectorEngine.Answer;

/** The confidence of the hits of one query; of a pair of moments, the smaller one. */
final class HitConfidence {

  private final Optional<Calibration> calibration;
  private final Answer first; // mean and deviation of the library
  private final Answer then;

  private HitConfidence(Optional<Calibration> calibration, Answer first, Answer then) {
    this.calibration = calibration;
    this.first = first;
    this.then = then;
  }

  static HitConfidence of(
      Optional<Calibration> calibration,
      MomentSearch search,
      QueryVector first,
      Optional<QueryVector> then)
      throws IOException {
    Answer none = new Answer(List.of(), 0, 0);
    return new HitConfidence(
        calibration,
        calibration.isPresent() ? search.library(first) : none,
        calibration.isPresent() && then.isPresent() ? search.library(then.get()) : none);
  }

  /** Returns the confidence of a hit; empty if the library is not calibrated. */
  OptionalDouble of(MomentSearch.Ranked ranked) {
    if (calibration.isEmpty()) {
      return OptionalDouble.empty();
    }
    double z = Calibration.standardized(ranked.match().score(), first);
    if (ranked.then().isPresent()) {
      z = Math.min(z, Calibration.standardized(ranked.then().get().score(), then));
    }
    return OptionalDouble.of(calibration.get().confidence(z));
  }
}
