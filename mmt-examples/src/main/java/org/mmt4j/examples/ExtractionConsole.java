package org.mmt4j.examples;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.ExtractionFailure;
import org.mmt4j.extract.ExtractionListener;
import org.mmt4j.extract.ExtractionReport;
import org.mmt4j.extract.FeatureExtraction;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.Observation;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.io.FileNames;

/**
 * Extracts features of a folder of videos and prints the experts, a progress bar with the remaining
 * time, and a line for each file that failed, and for what is missing or damaged of the others.
 */
final class ExtractionConsole implements ExtractionListener {

  private final PrintWriter out;
  private final PrintWriter err;
  private final ObservedVideos observed = new ObservedVideos();
  private @Nullable ProgressBar bar;

  ExtractionConsole(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Extracts the features of new videos.
   *
   * @throws IllegalStateException if FFmpeg is unavailable
   */
  ExtractionReport run(FeatureExtractors experts, int threads, Path videos, Path features)
      throws IOException {
    requireFfmpeg();
    FeatureExtraction extraction = FeatureExtraction.of(experts).threads(threads).listener(this);
    out.println("Experts: " + String.join(", ", experts.available().keySet()));
    experts
        .unavailable()
        .forEach((name, reason) -> out.println("Unavailable: " + name + ": " + reason));
    ExtractionReport report = run(extraction, videos, features);
    out.printf(
        "%d videos extracted, %d skipped (already extracted), %d failed%n",
        report.extracted(), report.skipped(), report.failures().size());
    report.failures().stream().map(ExtractionFailure::message).forEach(err::println);
    if (!report.otherFiles().isEmpty()) {
      out.println("Not read as videos: " + counts(report.otherFiles()));
    }
    report.notes().forEach(err::println);
    report
        .damagedPackets()
        .forEach(
            (file, count) ->
                err.printf(
                    "%s: skipped %d damaged packet%s%n",
                    FileNames.text(file), count, count == 1 ? "" : "s"));
    return report;
  }

  /** Returns text such as "3 .txt, 1 hidden". */
  private static String counts(Map<String, Integer> files) {
    return files.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /**
   * Checks that video files can be read and written.
   *
   * @throws IllegalStateException if FFmpeg is unavailable
   */
  static void requireFfmpeg() {
    FfmpegVideo.unavailableReason()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
  }

  /** Runs the extraction. Ctrl-C stops it at the next frame. */
  private ExtractionReport run(FeatureExtraction extraction, Path videos, Path features)
      throws IOException {
    try (StopOnExit stop = StopOnExit.of(Thread.currentThread())) {
      try {
        return extraction.run(videos, features);
      } catch (InterruptedIOException e) {
        closeBar();
        stop.printIfExiting(err, String.valueOf(e.getMessage()));
        throw e;
      }
    } finally {
      closeBar();
    }
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
    }
  }

  @Override
  public void onStart(int videos) {
    if (videos > 0) {
      bar = VideoBar.of(videos);
    }
  }

  /** Returns what the experts observed in the videos whose features were extracted. */
  ObservedVideos observations() {
    return observed;
  }

  @Override
  public void onObservations(
      String id, Path file, SortedMap<String, List<Observation>> observations) {
    observed.add(id, file, observations);
  }

  @Override
  public void onVideo(Path file) {
    if (bar != null) {
      bar.step();
    }
  }
}
