package org.mmt4j.extract;

import com.google.common.base.Stopwatch;
import com.google.common.io.Closer;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extracts features of all videos of a folder, in the published layout: {@code
 * OUT/c/a/t/cat%2F000.h5} for {@code VIDEOS/cat/000.mp4}, whose id is {@code cat/000}. Each thread
 * processes one video at a time. If a video or one of its experts fails, or a subfolder cannot be
 * read, the run reports it and continues.
 *
 * <p>{@code OUT/sources.jsonl} records which experts have processed which file. An expert that has
 * processed a file is skipped, so a stopped run resumes, and a run with more experts adds their
 * features. A file that has changed is extracted anew. Feature files are written atomically.
 *
 * <p>An expert that cannot be opened, because a file of its models is damaged, is unavailable:
 * {@link ExtractionReport#notes} names it, and the next run tries it again.
 *
 * <p>Interrupting the thread stops the run at the next frame. A second run into the same folder at
 * the same time, of any process, is refused.
 *
 * <pre>{@code
 * FeatureExtractors experts = FeatureExtractors.find(Optional.empty());
 * ExtractionReport report = FeatureExtraction.of(experts).threads(4).run(videos, out);
 * }</pre>
 *
 * <p>Immutable: the methods that set an option return a copy.
 */
public final class FeatureExtraction {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureExtraction.class);
  private static final ExtractionListener NO_LISTENER = new ExtractionListener() {};

  private final FeatureExtractors experts;
  private final Optional<VideoOpener> opener;
  private final int threads;
  private final ExtractionListener listener;

  private FeatureExtraction(
      FeatureExtractors experts,
      Optional<VideoOpener> opener,
      int threads,
      ExtractionListener listener) {
    this.experts = experts;
    this.opener = opener;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * Returns an extraction by all available experts, with one thread, the opener {@link
   * VideoOpener#find} and no listener.
   *
   * @throws IllegalArgumentException if no expert is available
   */
  public static FeatureExtraction of(FeatureExtractors experts) {
    if (experts.available().isEmpty()) {
      throw new IllegalArgumentException(
          "experts: found none available, expected at least one; unavailable: "
              + experts.unavailable());
    }
    return new FeatureExtraction(experts, Optional.empty(), 1, NO_LISTENER);
  }

  /**
   * Sets the number of videos that are processed in parallel.
   *
   * @param count at least 1
   */
  public FeatureExtraction threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads: found " + count + ", expected at least 1");
    }
    return new FeatureExtraction(experts, opener, count, listener);
  }

  /** Sets what opens the videos. */
  public FeatureExtraction opener(VideoOpener videoOpener) {
    return new FeatureExtraction(experts, Optional.of(videoOpener), threads, listener);
  }

  /** Sets what receives the progress; replaces the previous listener. */
  public FeatureExtraction listener(ExtractionListener progressListener) {
    return new FeatureExtraction(experts, opener, threads, progressListener);
  }

  /**
   * Extracts the features that do not exist yet, or whose video has changed.
   *
   * @param videos folder of videos, which may be in subfolders
   * @param out folder of features, created if it does not exist
   * @throws VideoFileException if the folder of videos does not exist, or has no video
   * @throws org.mmt4j.features.FeatureFileException if another extraction writes to {@code out}, if
   *     it has features of other dimensions, or cannot be written: the run stops, and files that
   *     are already written stay
   * @throws java.io.InterruptedIOException if the thread is interrupted: files that are already
   *     written stay
   * @throws IOException if folders cannot be read or written, or no expert can be opened
   * @throws IllegalStateException if videos cannot be opened, because a library is missing
   */
  public ExtractionReport run(Path videos, Path out) throws IOException {
    try {
      Stop.requireRunning();
      return extract(videos, out);
    } catch (CancellationException e) {
      throw new InterruptedIOException(out + ": extraction stopped before the first video");
    }
  }

  private ExtractionReport extract(Path videos, Path out) throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    VideoOpener videoOpener =
        opener
            .map(chosen -> VideoOpener.firstAvailable(List.of(chosen)))
            .orElseGet(VideoOpener::find);
    FoundVideos found = VideoFolder.list(videos);
    try (OutputLock lock = OutputLock.of(out)) {
      ExtractionRun run =
          ExtractionRun.of(found, out, experts.available().keySet(), videoOpener, listener);
      if (run.pending() > 0) {
        if (lock.isHeld()) {
          run.deleteLeftovers();
        }
        work(run, new ExtractedExperts(out));
      }
      ExtractionReport report = run.report();
      LOG.info(
          "{}: {} videos extracted, {} skipped, {} failed, in {} ms",
          videos,
          report.extracted(),
          report.skipped(),
          report.failures().size(),
          watch.elapsed(TimeUnit.MILLISECONDS));
      return report;
    }
  }

  /**
   * Opens the experts of all threads first. Those that cannot be opened are unavailable in all
   * threads.
   */
  private void work(ExtractionRun run, ExtractedExperts extracted) throws IOException {
    int workers = Math.min(threads, run.pending());
    List<OpenExtractors> open = new ArrayList<>();
    try (Closer closer = Closer.create()) {
      open.add(closer.register(OpenExtractors.of(experts)));
      run.note(open.get(0).notes());
      FeatureExtractors usable = experts.select(open.get(0).names());
      for (int i = 1; i < workers; i++) {
        open.add(closer.register(OpenExtractors.of(usable)));
      }
      extracted.record(open.get(0).dimensions());
      runInParallel(run, open);
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
      throw run.stopped();
    } finally {
      threads.shutdownNow(); // experts are closed only after all threads have ended
      Uninterruptibles.awaitTerminationUninterruptibly(threads);
    }
  }
}
