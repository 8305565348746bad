package org.mmt4j.extract;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Multimaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The videos of one run, which threads take one by one, and their results. If several files have
 * the same name, the first one that can be used is the video.
 */
final class ExtractionRun {

  private static final Logger LOG = LoggerFactory.getLogger(ExtractionRun.class);

  private final Path out;
  private final Hdf5Writer writer;
  private final VideoOpener opener;
  private final ExtractionListener listener;
  private final Queue<ImmutableList<Path>> pending = new ConcurrentLinkedQueue<>();
  private final Queue<ExtractionFailure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<FeatureFileException> writeErrors = new ConcurrentLinkedQueue<>();
  private final Map<Path, Integer> damagedPackets = new ConcurrentHashMap<>();
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger extracted = new AtomicInteger();
  private int skipped;

  private ExtractionRun(Path out, VideoOpener opener, ExtractionListener listener) {
    this.out = out;
    this.writer = Hdf5Writer.to(out);
    this.opener = opener;
    this.listener = listener;
  }

  /** Collects the videos without features, and calls the listener. */
  static ExtractionRun of(
      FoundVideos videos, Path out, VideoOpener opener, ExtractionListener listener) {
    ExtractionRun run = new ExtractionRun(out, opener, listener);
    run.failures.addAll(videos.failures());
    Multimaps.index(videos.files(), VideoFolder::id).asMap().values().stream()
        .map(ImmutableList::copyOf)
        .forEach(run::plan);
    listener.onStart(run.pending.stream().mapToInt(List::size).sum());
    return run;
  }

  private void plan(ImmutableList<Path> candidates) {
    try {
      if (!Files.exists(writer.file(VideoFolder.id(candidates.get(0))))) {
        pending.add(candidates);
      } else if (candidates.size() == 1 || useFirst(candidates, this::opens)) {
        skipped++;
      }
    } catch (IllegalArgumentException e) {
      candidates.forEach(file -> failures.add(ExtractionFailure.of(file, e)));
    }
  }

  /**
   * Uses the first file that works, and rejects the files after it, because their name is not
   * unique.
   */
  private boolean useFirst(ImmutableList<Path> candidates, Predicate<Path> use) {
    for (int i = 0; i < candidates.size(); i++) {
      Path video = candidates.get(i);
      if (use.test(video)) {
        candidates.stream().skip(i + 1).forEach(duplicate -> reject(duplicate, video));
        return true;
      }
    }
    return false;
  }

  private void reject(Path file, Path video) {
    String problem =
        "found the name \""
            + VideoFolder.id(file)
            + "\", expected a unique name: "
            + video
            + " has the same name without folder and extension; rename one of them";
    failures.add(ExtractionFailure.of(file, new VideoFileException(file, problem)));
  }

  private boolean opens(Path file) {
    try {
      opener.open(VideoFolder.id(file), file);
      return true;
    } catch (VideoFileException | RuntimeException e) {
      failures.add(ExtractionFailure.of(file, e));
      return false;
    }
  }

  /** Returns the number of videos that no thread has taken yet. */
  int pending() {
    return pending.size();
  }

  /** Processes videos until none is left, or the thread is interrupted. */
  void work(OpenExtractors experts) {
    while (!Thread.currentThread().isInterrupted()) {
      ImmutableList<Path> candidates = pending.poll();
      if (candidates == null) {
        return;
      }
      useFirst(candidates, file -> extract(file, experts));
      synchronized (this) {
        candidates.forEach(listener::onVideo);
      }
    }
  }

  private boolean extract(Path file, OpenExtractors experts) {
    Stopwatch watch = Stopwatch.createStarted();
    try {
      Video video = opener.open(VideoFolder.id(file), file);
      List<String> problems = new ArrayList<>();
      write(experts.extract(video, problems::add));
      problems.addAll(video.notes());
      problems.forEach(problem -> notes.add(ExtractionFailure.line(file, problem)));
      if (video.damagedPackets() > 0) {
        damagedPackets.put(file, video.damagedPackets());
      }
      LOG.debug("{}: extracted in {} ms", file, watch.elapsed(TimeUnit.MILLISECONDS));
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.debug("{}: failed after {} ms", file, watch.elapsed(TimeUnit.MILLISECONDS), e);
      failures.add(ExtractionFailure.of(file, e));
      return false;
    }
  }

  /**
   * Writes the features. If that fails for a reason other than the features themselves, no other
   * video can be written either, so the run stops.
   */
  private void write(VideoFeatures features) throws FeatureFileException {
    try {
      synchronized (writer) {
        writer.write(StoredVideo.of(features));
      }
      extracted.incrementAndGet();
    } catch (IOException e) {
      IOException cause = e.getCause() instanceof IOException reason ? reason : e;
      FeatureFileException writeError = FileProblem.unwritable(out, cause);
      pending.clear();
      writeErrors.add(writeError);
      throw writeError;
    }
  }

  /**
   * Returns the results.
   *
   * @throws FeatureFileException if features could not be written
   */
  ExtractionReport report() throws FeatureFileException {
    FeatureFileException writeError = writeErrors.peek();
    if (writeError != null) {
      throw writeError;
    }
    return new ExtractionReport(
        extracted.get(),
        skipped,
        ImmutableList.sortedCopyOf(Comparator.comparing(ExtractionFailure::file), failures),
        ImmutableSortedMap.copyOf(damagedPackets),
        ImmutableList.sortedCopyOf(notes));
  }
}
