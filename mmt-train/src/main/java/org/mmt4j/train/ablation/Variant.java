package org.mmt4j.train.ablation;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A variant of an ablation: a name and a change to the base.
 *
 * @param name name of the row
 * @param change change to the base
 * @param paper the paper's figures, if any
 */
public record Variant(String name, UnaryOperator<Setup> change, Optional<PaperFigures> paper) {

  /** Returns a variant without figures from the paper. */
  public static Variant of(String name, UnaryOperator<Setup> change) {
    return new Variant(name, change, Optional.empty());
  }

  /** Returns a copy with the paper's figures. */
  public Variant withPaper(PaperFigures figures) {
    return new Variant(name, change, Optional.of(figures));
  }

  /** Returns a variant that makes this change, then the next one: "rate 1e-4, 2 layers". */
  Variant then(Variant next) {
    return of(name + ", " + next.name, setup -> next.change.apply(change.apply(setup)));
  }
}
