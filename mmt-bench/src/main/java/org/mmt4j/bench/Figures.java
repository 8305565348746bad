package org.mmt4j.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Table;
import com.google.common.math.Quantiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Measurements of {@link SideBySide}. */
final class Figures {

  private static final double MILLISECONDS = 1e3;
  private static final double GIGA = 1e9;

  private final Map<Part, ListMultimap<String, Double>> seconds = new EnumMap<>(Part.class);
  private final Table<Part, String, Double> memory = HashBasedTable.create();
  private double gigaflops;

  void seconds(Part part, String contender, double value) {
    seconds.computeIfAbsent(part, p -> ArrayListMultimap.create()).put(contender, value);
  }

  void peakMebibytes(Part part, String contender, double value) {
    memory.put(part, contender, value);
  }

  /** Adds a measurement of the machine's peak performance in GFLOP/s; the maximum counts. */
  void peak(double value) {
    gigaflops = Math.max(gigaflops, value);
  }

  /** Returns a table with a line for each part. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%n%-19s %10s %10s %19s %7s %14s %13s%n",
            "median ms",
            "mmt",
            "libtorch",
            "libtorch truncated",
            "ratio",
            "of fastest",
            "share of peak"));
    seconds.keySet().forEach(part -> table.append(line(part)).append(System.lineSeparator()));
    table.append(String.format(Locale.ROOT, "%-19s %10.0f GFLOP/s%n", "sgemm", gigaflops));
    for (Part part : List.of(Part.TRAIN_DENSE, Part.TRAIN_DENSE_BF16)) {
      memory
          .row(part)
          .forEach(
              (contender, mebibytes) ->
                  table.append(
                      String.format(
                          Locale.ROOT,
                          "memory of %s, %s: %.0f MiB%n",
                          part.key(),
                          contender,
                          mebibytes)));
    }
    return table.toString();
  }

  /** Returns the line of one part. The ratio is that to libtorch's better median. */
  String line(Part part) {
    return String.format(
        Locale.ROOT,
        "%-19s %10.1f %10.1f %19s %7.2f %14.2f %13s",
        part.key(),
        median(part, ContenderProcess.MMT) * MILLISECONDS,
        median(part, ContenderProcess.LIBTORCH) * MILLISECONDS,
        measured(part).contains(ContenderProcess.LIBTORCH_TRUNCATED)
            ? String.format(
                Locale.ROOT,
                "%.1f",
                median(part, ContenderProcess.LIBTORCH_TRUNCATED) * MILLISECONDS)
            : "",
        ratio(part),
        fastestRatio(part),
        flops(part) > 0 ? String.format(Locale.ROOT, "%.2f", shareOfPeak(part)) : "");
  }

  /** Writes all figures to a JSON file with flat keys. */
  void write(Path json) throws IOException {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("sgemm.gflops", gigaflops);
    for (Part part : seconds.keySet()) {
      figures.put(part.key() + ".ratio", ratio(part));
      figures.put(part.key() + ".fastest.ratio", fastestRatio(part));
      if (flops(part) > 0) {
        figures.put(part.key() + ".share_of_peak", shareOfPeak(part));
      }
      for (String contender : measured(part)) {
        figures.put(part.key() + "." + contender + ".seconds", median(part, contender));
      }
    }
    putMemory(figures, Part.TRAIN_DENSE, "rss.train");
    putMemory(figures, Part.TRAIN_DENSE_BF16, "rss.train.bf16");
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
  }

  private void putMemory(Map<String, Double> figures, Part part, String key) {
    memory
        .row(part)
        .forEach((contender, mebibytes) -> figures.put(key + "." + contender + ".mib", mebibytes));
  }

  private Set<String> measured(Part part) {
    return all(part).keySet();
  }

  private ListMultimap<String, Double> all(Part part) {
    ListMultimap<String, Double> all = seconds.get(part);
    if (all == null) {
      throw new IllegalArgumentException(
          "part " + part + ": expected a measured part, found no times");
    }
    return all;
  }

  private double median(Part part, String contender) {
    return Quantiles.median().compute(all(part).get(contender));
  }

  /**
   * Returns the fastest run of libtorch's contenders divided by ours. On a busy machine it is more
   * reliable than the ratio of medians.
   */
  private double fastestRatio(Part part) {
    return opponents(part)
            .mapToDouble(opponent -> Collections.min(all(part).get(opponent)))
            .min()
            .orElseThrow()
        / Collections.min(all(part).get(ContenderProcess.MMT));
  }

  /** Returns the better median of libtorch's contenders divided by ours. */
  private double ratio(Part part) {
    return opponents(part).mapToDouble(opponent -> median(part, opponent)).min().orElseThrow()
        / median(part, ContenderProcess.MMT);
  }

  private Stream<String> opponents(Part part) {
    return measured(part).stream().filter(contender -> !contender.equals(ContenderProcess.MMT));
  }

  private double shareOfPeak(Part part) {
    return flops(part) / median(part, ContenderProcess.MMT) / (gigaflops * GIGA);
  }

  /**
   * Returns the operations of the matrix products of the padded model; 0 for parts without a share
   * of the peak.
   */
  private static double flops(Part part) {
    return switch (part) {
      case TRAIN_DENSE -> Flops.trainingStep();
      case VIDEO_DENSE -> Flops.videos();
      case TEXT_DENSE -> Flops.captions();
      default -> 0;
    };
  }
}
