package org.mmt4j.train.ablation;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares variants to compare. Nothing is trained before {@link #run}.
 *
 * <pre>{@code
 * Experiment experiment = new CachedExperiment(Path.of("ablations"), new TrainAndTest());
 * AblationResult result =
 *     PaperTables.aggregates().run(base, List.of(0L, 1L, 2L), experiment);
 * System.out.println(result.format());
 * }</pre>
 *
 * @param title title of the table
 * @param variants the variants, one per row
 */
public record AblationTable(String title, List<Variant> variants) {

  private static final Logger log = LoggerFactory.getLogger(AblationTable.class);

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if two variants have the same name
   */
  public AblationTable {
    variants = List.copyOf(variants);
    Set<String> names = new HashSet<>();
    for (Variant variant : variants) {
      if (!names.add(variant.name())) {
        throw new IllegalArgumentException(
            "%s: found two variants named %s, expected unique names"
                .formatted(title, variant.name()));
      }
    }
  }

  /** Returns a table of these variants. */
  public static AblationTable of(String title, List<Variant> variants) {
    return new AblationTable(title, variants);
  }

  /**
   * Runs all variants with all seeds, one after another.
   *
   * @param base setup that the variants change
   * @param seeds at least one seed, no duplicates
   * @throws IllegalArgumentException if there are no seeds, or a duplicate
   */
  public AblationResult run(Setup base, List<Long> seeds, Experiment experiment) {
    ImmutableList.Builder<AblationResult.Row> rows = ImmutableList.builder();
    for (Variant variant : variants) {
      log.info("{}: {}", title, variant.name());
      rows.add(AblationResult.Row.run(variant, base, seeds, experiment));
    }
    return new AblationResult(title, rows.build());
  }
}
