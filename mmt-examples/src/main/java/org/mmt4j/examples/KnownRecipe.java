package org.mmt4j.examples;

import java.util.Locale;
import org.mmt4j.train.Recipe;

/** The recipes of the paper, by their names on the command line. */
enum KnownRecipe {
  MSRVTT,
  ACTIVITYNET,
  LSMDC,
  HOWTO100M;

  Recipe recipe() {
    return switch (this) {
      case MSRVTT -> Recipe.msrvtt();
      case ACTIVITYNET -> Recipe.activityNet();
      case LSMDC -> Recipe.lsmdc();
      case HOWTO100M -> Recipe.howTo100m();
    };
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
