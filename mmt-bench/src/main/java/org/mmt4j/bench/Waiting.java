package org.mmt4j.bench;

import java.util.Locale;

/** What OpenMP's threads do between two parallel regions. */
enum Waiting {
  /** They sleep. */
  PASSIVE,
  /** They spin. */
  ACTIVE;

  /** Returns the value of {@code OMP_WAIT_POLICY}. */
  String policy() {
    return name().toLowerCase(Locale.ROOT);
  }
}
