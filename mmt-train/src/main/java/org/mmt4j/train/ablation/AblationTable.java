package org.mmt4j.train.ablation;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Variants to compare, declared: nothing runs before {@link #run}.
 *
 * <pre>{@code
 * Experiment experiment = new CachedExperiment(Path.of("ablations"), new TrainAndTest());
 * AblationResult result =
 *     PaperTables.aggregates().run(base, List.of(0L, 1L, 2L), experiment);
 * System.out.println(result.format());
 * }</pre>
 *
 * @param title of the table
 * @param variants its rows
 */
public record AblationTable(String title, List<Variant> variants) {

  private static final Logger log = LoggerFactory.getLogger(AblationTable.class);

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if two variants have the same
   */
  public AblationTable {
    variants = List.copyOf(variants);
    Set<String> names = new HashSet<>();
    for (Variant variant : variants) {
      if (!names.add(variant.name())) {
        throw new IllegalArgumentException(
            "%s: found two variants named %s, expected different names"
                .formatted(title, variant.name()));
      }
    }
  }

  /** A table of these variants. */
  public static AblationTable of(String title, List<Variant> variants) {
    return new AblationTable(title, variants);
  }

  /**
   * Runs all variants with all seeds, one after the other.
   *
   * @param base what the variants are changes of
   * @param seeds at least one, each once
   * @throws IllegalArgumentException if there is no seed, or one twice
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
