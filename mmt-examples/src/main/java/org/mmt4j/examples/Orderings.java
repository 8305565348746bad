package org.mmt4j.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mmt4j.train.ablation.AblationResult;
import org.mmt4j.train.ablation.AblationResult.Row;
import org.mmt4j.train.ablation.AblationTable;
import org.mmt4j.train.ablation.Experiment;
import org.mmt4j.train.ablation.MeanAndDeviation;
import org.mmt4j.train.ablation.PaperTables;
import org.mmt4j.train.ablation.Setup;
import org.mmt4j.train.ablation.Variant;

/**
 * Tests the findings of the paper (section 4.3) as inequalities of R@1: ordered features &gt;
 * shuffled features &gt; aggregates only; max-pooled aggregates &gt; zeros; with transformer &gt;
 * without; all experts &gt; each single expert.
 */
final class Orderings {

  private static final String ORDERED = "MMT, ordered features";
  private static final String SHUFFLED = "MMT, shuffled features";
  private static final String AGGREGATES = "MMT, max pool";
  private static final String NO_TRANSFORMER = "NONE, max pool";
  private static final String ZEROS = "zero";

  private Orderings() {}

  /** Runs all compared variants and reports the margin of each inequality. */
  static void run(Setup base, List<Long> seeds, Experiment experiment, AblationReport report)
      throws IOException {
    if (seeds.size() < 2) {
      throw new IllegalArgumentException(
          "seeds of orderings: expected at least two, found %s: a single run has no standard deviation"
              .formatted(seeds));
    }
    AblationTable singleExperts = PaperTables.oneExpert(base.experts());
    List<Variant> variants = new ArrayList<>();
    for (String name : List.of(ORDERED, SHUFFLED, AGGREGATES, NO_TRANSFORMER)) {
      variants.add(variant(PaperTables.videoEncoders(), name));
    }
    variants.add(variant(PaperTables.aggregates(), ZEROS));
    variants.addAll(singleExperts.variants());
    AblationResult result = AblationTable.of("Orderings", variants).run(base, seeds, experiment);
    report.add(result);
    report.add(comparison(result, ORDERED, SHUFFLED));
    report.add(comparison(result, SHUFFLED, AGGREGATES));
    report.add(comparison(result, ORDERED, ZEROS));
    report.add(comparison(result, ORDERED, NO_TRANSFORMER));
    for (Variant one : singleExperts.variants()) {
      report.add(comparison(result, ORDERED, one.name()));
    }
  }

  private static Variant variant(AblationTable table, String name) {
    return table.variants().stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Compares two variants. The standard deviation of the difference of two independent values with
   * deviations a and b is sqrt(a^2 + b^2).
   */
  private static String comparison(AblationResult result, String better, String worse) {
    MeanAndDeviation first = r1(result, better);
    MeanAndDeviation second = r1(result, worse);
    double difference = first.mean() - second.mean();
    double twoDeviations =
        2 * Math.hypot(first.deviation().orElseThrow(), second.deviation().orElseThrow());
    return String.format(
        Locale.ROOT,
        "R@1, %s > %s: difference %.1f, two standard deviations %.1f: %s",
        better,
        worse,
        difference,
        twoDeviations,
        difference > twoDeviations ? "holds" : "does NOT hold");
  }

  private static MeanAndDeviation r1(AblationResult result, String name) {
    Row row =
        result.rows().stream()
            .filter(candidate -> candidate.variant().name().equals(name))
            .findFirst()
            .orElseThrow();
    return row.over(metrics -> metrics.textToVideo().r1());
  }
}
