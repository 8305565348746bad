package org.mmt4j.extract;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Extracts features of all videos of a folder, in the published layout: {@code OUT/v/i/d/video7.h5}
 * for {@code VIDEOS/any/video7.mp4}. Each thread processes one video at a time. A video whose
 * feature file exists is skipped, so a stopped run resumes; feature files are written atomically.
 * If a video fails or a subfolder cannot be read, the run reports it and continues.
 *
 * <pre>{@code
 * FeatureExtractors experts = FeatureExtractors.find(Optional.empty());
 * ExtractionReport report =
 *     new FeatureExtraction(experts, FfmpegVideo::open, 4, listener).run(videos, out);
 * }</pre>
 *
 * @param experts the experts that process each video
 * @param opener opens the videos
 * @param threads at least 1
 * @param listener receives the progress
 */
public record FeatureExtraction(
    FeatureExtractors experts, VideoOpener opener, int threads, ExtractionListener listener) {

  public FeatureExtraction {
    if (experts.available().isEmpty()) {
      throw new IllegalArgumentException(
          "experts: found none available, expected at least one; unavailable: " + experts.absent());
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: found " + threads + ", expected at least 1");
    }
  }

  /**
   * Extracts the features that do not exist yet.
   *
   * @param videos folder of videos, which may be in subfolders
   * @param out folder of features, created if it does not exist
   * @throws VideoFileException if the folder of videos does not exist, or has no video
   * @throws org.mmt4j.features.FeatureFileException if {@code out} has features of different
   *     experts, or cannot be written: the run stops, and files that are already written stay
   * @throws IOException if folders cannot be read or written, or an expert cannot be opened
   */
  public ExtractionReport run(Path videos, Path out) throws IOException {
    ExtractedExperts extracted = new ExtractedExperts(out);
    extracted.requireNames(experts.available().keySet());
    ExtractionRun run = ExtractionRun.of(VideoFolder.list(videos), out, opener, listener);
    if (run.pending() > 0) {
      work(run, extracted);
    }
    return run.report();
  }

  /**
   * Opens the experts of all threads first, so that a failure to open one ends the run before it
   * starts.
   */
  private void work(ExtractionRun run, ExtractedExperts extracted) throws IOException {
    int workers = Math.min(threads, run.pending());
    List<OpenExtractors> open = new ArrayList<>();
    try {
      for (int i = 0; i < workers; i++) {
        open.add(OpenExtractors.of(experts));
      }
      extracted.record(open.get(0).dimensions());
      runInParallel(run, open);
    } finally {
      open.forEach(OpenExtractors::close);
    }
  }

  private static void runInParallel(ExtractionRun run, List<OpenExtractors> open)
      throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(open.size());
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (OpenExtractors experts : open) {
        workers.add(threads.submit(() -> run.work(experts)));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("extraction thread failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("extraction interrupted");
    } finally {
      threads.shutdownNow(); // experts are closed only after all threads have ended
      Uninterruptibles.awaitTerminationUninterruptibly(threads);
    }
  }
}
