package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mmt4j.data.ExpertFeatures;

/**
 * Counts of what a set of videos contains, and a list of its problems. {@link #toString} returns
 * both as a table. Immutable.
 *
 * @param videos number of usable videos
 * @param captions number of captions per video
 * @param experts experts that at least one video has, in alphabetical order
 * @param problems why a video is unusable or which part of it is not read, with the name of the
 *     file
 */
public record DataReport(
    int videos, Spread captions, List<ExpertCounts> experts, List<String> problems) {

  private static final int MAX_PROBLEMS_IN_TABLE = 20;

  /** Copies the lists. */
  public DataReport {
    experts = List.copyOf(experts);
    problems = List.copyOf(problems);
  }

  /**
   * Counts for one expert.
   *
   * @param name name of the expert
   * @param dimension dimension of a feature
   * @param videos number of videos that have the expert
   * @param features number of features per video that has the expert
   * @param videosWithTimes number of videos whose first feature has a time
   * @param lastSecond latest time of a feature, or {@link ExpertFeatures#UNKNOWN_TIME}
   */
  public record ExpertCounts(
      String name,
      int dimension,
      int videos,
      Spread features,
      int videosWithTimes,
      double lastSecond) {}

  /** Returns the same report with additional problems. */
  DataReport withProblems(List<String> more) {
    return new DataReport(
        videos,
        captions,
        experts,
        ImmutableList.<String>builder().addAll(problems).addAll(more).build());
  }

  /** Returns a table: counts, a line per expert, and the first 20 problems. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s, captions of a video: %d to %d, median %.1f%n",
            counted(videos, "video"),
            captions.min(),
            captions.max(),
            captions.median()));
    table.append(
        String.format(
            "%-12s %9s %8s %8s %8s %8s %8s %11s%n",
            "expert", "dimension", "videos", "min", "median", "max", "timed", "last second"));
    for (ExpertCounts expert : experts) {
      table.append(row(expert));
    }
    table.append(counted(problems.size(), "problem")).append(System.lineSeparator());
    problems.stream()
        .limit(MAX_PROBLEMS_IN_TABLE)
        .forEach(problem -> table.append(String.format("  %s%n", problem)));
    if (problems.size() > MAX_PROBLEMS_IN_TABLE) {
      table.append(String.format("  and %d more%n", problems.size() - MAX_PROBLEMS_IN_TABLE));
    }
    return table.toString();
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String row(ExpertCounts expert) {
    return String.format(
        Locale.ROOT,
        "%-12s %9d %8d %8d %8.1f %8d %8d %11s%n",
        expert.name,
        expert.dimension,
        expert.videos,
        expert.features.min(),
        expert.features.median(),
        expert.features.max(),
        expert.videosWithTimes,
        expert.videosWithTimes == 0 ? "-" : String.format(Locale.ROOT, "%.1f", expert.lastSecond));
  }

  /** Builds a report video by video. */
  static final class Builder {

    private final List<Integer> captions = new ArrayList<>();
    private final Map<String, Tally> experts = new TreeMap<>();
    private final ImmutableList.Builder<String> problems = ImmutableList.builder();

    void add(StoredVideo video) {
      captions.add(video.captions().size());
      video
          .features()
          .experts()
          .forEach((name, found) -> experts.computeIfAbsent(name, n -> new Tally()).add(found));
    }

    void problem(String problem) {
      problems.add(problem);
    }

    DataReport build() {
      ImmutableList.Builder<ExpertCounts> counts = ImmutableList.builder();
      experts.forEach((name, tally) -> counts.add(tally.counts(name)));
      return new DataReport(captions.size(), Spread.of(captions), counts.build(), problems.build());
    }
  }

  /** Running counts for one expert. */
  private static final class Tally {

    private final List<Integer> features = new ArrayList<>();
    private int dimension;
    private int videosWithTimes;
    private double lastSecond = ExpertFeatures.UNKNOWN_TIME;

    void add(ExpertFeatures found) {
      features.add(found.count());
      dimension = found.dimension();
      videosWithTimes += found.time(0) == ExpertFeatures.UNKNOWN_TIME ? 0 : 1;
      for (int row = 0; row < found.count(); row++) {
        lastSecond = Math.max(lastSecond, found.time(row));
      }
    }

    ExpertCounts counts(String name) {
      return new ExpertCounts(
          name, dimension, features.size(), Spread.of(features), videosWithTimes, lastSecond);
    }
  }
}
