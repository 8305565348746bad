package org.mmt4j.train.ablation;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One of the forms that are compared: a name and how it differs from the base.
 *
 * @param name of its row
 * @param change what makes it of the base
 * @param paper what the paper reports of it
 */
public record Variant(String name, UnaryOperator<Setup> change, Optional<PaperFigures> paper) {

  /** A variant that the paper says nothing of. */
  public static Variant of(String name, UnaryOperator<Setup> change) {
    return new Variant(name, change, Optional.empty());
  }

  /** The same with the paper's figures. */
  public Variant withPaper(PaperFigures figures) {
    return new Variant(name, change, Optional.of(figures));
  }

  /** This change, then another's: "rate 1e-4, 2 layers". */
  Variant then(Variant next) {
    return of(name + ", " + next.name, setup -> next.change.apply(change.apply(setup)));
  }
}
