package org.mmt4j.examples;

import java.util.Locale;
import org.mmt4j.train.Recipe;

/** The paper's settings, as users name them. */
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

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
