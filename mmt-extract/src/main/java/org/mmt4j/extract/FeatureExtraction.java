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
 * Makes features of all videos of a folder, in the published layout: {@code OUT/v/i/d/video7.h5}
 * for {@code VIDEOS/any/video7.mp4}. Videos are taken side by side, one a thread. A video whose
 * file of features is there is skipped, so that a run that was stopped goes on; a file appears
 * whole or not at all. A video that fails is reported, as is a folder inside the others that cannot
 * be read, and the run goes on.
 *
 * <pre>{@code
 * FeatureExtractors experts = FeatureExtractors.find(Optional.empty());
 * ExtractionReport report =
 *     new FeatureExtraction(experts, FfmpegVideo::open, 4, listener).run(videos, out);
 * }</pre>
 *
 * @param experts that look at each video
 * @param opener of the videos
 * @param threads at least 1
 * @param listener hears how it goes on
 */
public record FeatureExtraction(
    FeatureExtractors experts, VideoOpener opener, int threads, ExtractionListener listener) {

  public FeatureExtraction {
    if (experts.available().isEmpty()) {
      throw new IllegalArgumentException(
          "experts: found none that can work, expected at least one; absent: " + experts.absent());
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: found " + threads + ", expected at least 1");
    }
  }

  /**
   * Extracts what is not there yet.
   *
   * @param videos folder of videos, which may be in folders inside it
   * @param out folder of features, made if there is none
   * @throws VideoFileException if there is no such folder of videos, or no video in it
   * @throws org.mmt4j.features.FeatureFileException if {@code out} has features of other experts,
   *     or cannot be written: the run stops then, and what was written stays
   * @throws IOException if folders cannot be read or written, or an expert cannot be opened
   */
  public ExtractionReport run(Path videos, Path out) throws IOException {
    ExtractedExperts extracted = new ExtractedExperts(out);
    extracted.requireNames(experts.available().keySet());
    ExtractionRun run = ExtractionRun.of(VideoFolder.list(videos), out, opener, listener);
    if (run.left() > 0) {
      work(run, extracted);
    }
    return run.report();
  }

  /**
   * Opens the experts of all threads first: what cannot be opened ends the run before it starts.
   */
  private void work(ExtractionRun run, ExtractedExperts extracted) throws IOException {
    int workers = Math.min(threads, run.left());
    List<OpenExtractors> open = new ArrayList<>();
    try {
      for (int i = 0; i < workers; i++) {
        open.add(OpenExtractors.of(experts));
      }
      extracted.record(open.get(0).dimensions());
      inParallel(run, open);
    } finally {
      open.forEach(OpenExtractors::close);
    }
  }

  private static void inParallel(ExtractionRun run, List<OpenExtractors> open) throws IOException {
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
      throw new IllegalStateException("a thread of the extraction died: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the extraction was interrupted");
    } finally {
      threads.shutdownNow(); // experts are closed when nobody works with them any more
      Uninterruptibles.awaitTerminationUninterruptibly(threads);
    }
  }
}
