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
 * @param notes how lists and captions were read, such as a header that was skipped
 * @param skipped why videos are skipped, with the name of the file; empty unless the data set skips
 *     missing videos
 * @param problems why a video is unusable or which part of it is not read, with the name of the
 *     file
 */
public record DataReport(
    int videos,
    Spread captions,
    List<ExpertCounts> experts,
    List<String> notes,
    List<String> skipped,
    List<String> problems) {

  private static final int MAX_LINES_OF_A_LIST = 20;

  /** Copies the lists. */
  public DataReport {
    experts = List.copyOf(experts);
    notes = List.copyOf(notes);
    skipped = List.copyOf(skipped);
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

  /** Returns the same report with additional notes. */
  DataReport withNotes(List<String> more) {
    return new DataReport(videos, captions, experts, joined(notes, more), skipped, problems);
  }

  /** Returns the same report with additional videos that are skipped. */
  DataReport withSkipped(List<String> more) {
    return new DataReport(videos, captions, experts, notes, joined(skipped, more), problems);
  }

  /** Returns the same report with additional problems. */
  DataReport withProblems(List<String> more) {
    return new DataReport(videos, captions, experts, notes, skipped, joined(problems, more));
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return ImmutableList.<String>builder().addAll(some).addAll(more).build();
  }

  /**
   * Returns a table: counts, a line per expert, the notes, and the first 20 of the skipped videos
   * and of the problems.
   */
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
    if (!notes.isEmpty()) {
      appendList(table, counted(notes.size(), "note"), notes);
    }
    if (!skipped.isEmpty()) {
      int all = videos + skipped.size();
      appendList(table, skipped.size() + " of " + counted(all, "video") + " skipped", skipped);
    }
    appendList(table, counted(problems.size(), "problem"), problems);
    return table.toString();
  }

  private static void appendList(StringBuilder table, String title, List<String> lines) {
    table.append(title).append(System.lineSeparator());
    lines.stream()
        .limit(MAX_LINES_OF_A_LIST)
        .forEach(line -> table.append(String.format("  %s%n", line)));
    if (lines.size() > MAX_LINES_OF_A_LIST) {
      table.append(String.format("  and %d more%n", lines.size() - MAX_LINES_OF_A_LIST));
    }
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
    private final ImmutableList.Builder<String> skipped = ImmutableList.builder();
    private final ImmutableList.Builder<String> problems = ImmutableList.builder();

    void add(StoredVideo video) {
      captions.add(video.captions().size());
      video
          .features()
          .experts()
          .forEach((name, found) -> experts.computeIfAbsent(name, n -> new Tally()).add(found));
    }

    void skipped(String reason) {
      skipped.add(reason);
    }

    void problem(String problem) {
      problems.add(problem);
    }

    DataReport build() {
      ImmutableList.Builder<ExpertCounts> counts = ImmutableList.builder();
      experts.forEach((name, tally) -> counts.add(tally.counts(name)));
      return new DataReport(
          captions.size(),
          Spread.of(captions),
          counts.build(),
          ImmutableList.of(),
          skipped.build(),
          problems.build());
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
