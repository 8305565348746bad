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
 * What the paper finds, as inequalities (section 4.3): features in order are better than shuffled
 * ones, these than aggregates only; max-pooled aggregates than zeros; the transformer than none;
 * all experts than any alone.
 */
final class Orderings {

  private static final String PUBLISHED = "MMT, ordered features";
  private static final String SHUFFLED = "MMT, shuffled features";
  private static final String AGGREGATES = "MMT, max pool";
  private static final String NONE = "NONE, max pool";
  private static final String ZERO = "zero";

  private Orderings() {}

  /** Runs what the inequalities compare, and says by how much each holds. */
  static void run(Setup base, List<Long> seeds, Experiment experiment, AblationReport report)
      throws IOException {
    if (seeds.size() < 2) {
      throw new IllegalArgumentException(
          "seeds of orderings: found %s, expected at least two: one has no deviation"
              .formatted(seeds));
    }
    AblationTable alone = PaperTables.oneExpert(base.experts());
    List<Variant> variants = new ArrayList<>();
    for (String name : List.of(PUBLISHED, SHUFFLED, AGGREGATES, NONE)) {
      variants.add(variant(PaperTables.videoEncoders(), name));
    }
    variants.add(variant(PaperTables.aggregates(), ZERO));
    variants.addAll(alone.variants());
    AblationResult result = AblationTable.of("Orderings", variants).run(base, seeds, experiment);
    report.add(result);
    report.add(compared(result, PUBLISHED, SHUFFLED));
    report.add(compared(result, SHUFFLED, AGGREGATES));
    report.add(compared(result, PUBLISHED, ZERO));
    report.add(compared(result, PUBLISHED, NONE));
    for (Variant one : alone.variants()) {
      report.add(compared(result, PUBLISHED, one.name()));
    }
  }

  private static Variant variant(AblationTable table, String name) {
    return table.variants().stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The deviation of the difference of two independent values with deviations a and b is |(a, b)|.
   */
  private static String compared(AblationResult result, String better, String worse) {
    MeanAndDeviation first = r1(result, better);
    MeanAndDeviation second = r1(result, worse);
    double difference = first.mean() - second.mean();
    double two = 2 * Math.hypot(first.deviation().orElseThrow(), second.deviation().orElseThrow());
    return String.format(
        Locale.ROOT,
        "R@1, %s > %s: by %.1f, two deviations of the difference are %.1f: %s",
        better,
        worse,
        difference,
        two,
        difference > two ? "holds" : "does NOT hold");
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
