package org.mmt4j.extract;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The videos of one run, which threads take one by one, and their results. */
final class ExtractionRun {

  private static final Logger LOG = LoggerFactory.getLogger(ExtractionRun.class);

  private final Path out;
  private final Hdf5Writer writer;
  private final ExtractedSources sources;
  private final VideoOpener opener;
  private final ExtractionListener listener;
  private final int skipped;
  private final Map<String, Integer> otherFiles;
  private final Queue<ExtractionTask> pending;
  private final Queue<ExtractionFailure> failures;
  private final Queue<FeatureFileException> writeErrors = new ConcurrentLinkedQueue<>();
  private final Map<Path, Integer> damagedPackets = new ConcurrentHashMap<>();
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger extracted = new AtomicInteger();

  private ExtractionRun(
      Path out,
      ExtractedSources sources,
      VideoOpener opener,
      ExtractionListener listener,
      ExtractionPlan plan,
      Map<String, Integer> otherFiles) {
    this.out = out;
    this.writer = Hdf5Writer.to(out);
    this.sources = sources;
    this.opener = opener;
    this.listener = listener;
    this.skipped = plan.skipped();
    this.otherFiles = otherFiles;
    this.pending = new ConcurrentLinkedQueue<>(plan.tasks());
    this.failures = new ConcurrentLinkedQueue<>(plan.failures());
  }

  /**
   * Collects the videos without features of all experts, and calls the listener.
   *
   * @param out folder of features, which no other run writes to
   * @throws FeatureFileException if the folder of features cannot be read or written
   */
  static ExtractionRun of(
      FoundVideos videos,
      Path out,
      Set<String> experts,
      VideoOpener opener,
      ExtractionListener listener)
      throws FeatureFileException {
    ExtractedSources sources = ExtractedSources.open(out);
    ExtractionPlan plan = ExtractionPlan.of(videos, out, sources, experts, opener);
    listener.onStart(plan.tasks().size());
    return new ExtractionRun(out, sources, opener, listener, plan, videos.otherFiles());
  }

  /** Returns the number of videos that no thread has taken yet. */
  int pending() {
    return pending.size();
  }

  /** Processes videos until none is left, or the thread is interrupted. */
  void work(OpenExtractors open) {
    while (!Thread.currentThread().isInterrupted()) {
      ExtractionTask task = pending.poll();
      if (task == null) {
        return;
      }
      process(task, open);
      if (!Thread.currentThread().isInterrupted()) {
        synchronized (this) {
          listener.onVideo(task.file());
        }
      }
    }
  }

  private void process(ExtractionTask task, OpenExtractors open) {
    Stopwatch watch = Stopwatch.createStarted();
    try {
      Video video = new StoppableVideo(opener.open(task.source().id(), task.file()));
      extract(task, video, open);
      LOG.debug("{}: extracted in {} ms", task.file(), watch.elapsed(TimeUnit.MILLISECONDS));
    } catch (IOException | RuntimeException | Error e) {
      LOG.debug("{}: failed after {} ms", task.file(), watch.elapsed(TimeUnit.MILLISECONDS), e);
      if (!Thread.currentThread().isInterrupted()) {
        failures.add(ExtractionFailure.of(task.file(), e));
      }
    }
  }

  private void extract(ExtractionTask task, Video video, OpenExtractors open) throws IOException {
    Set<String> usable = Sets.intersection(task.experts(), open.names());
    if (usable.isEmpty()) {
      return;
    }
    OpenExtractors.Result result = open.extract(video, usable);
    if (result.isFailure()) {
      throw new VideoFileException(task.file(), result.problem());
    }
    StoredVideo merged = merged(task, result.features());
    Set<String> processed = Sets.difference(usable, result.failures().keySet());
    write(merged, task.source().by(Sets.union(task.source().experts(), processed)));
    synchronized (this) {
      listener.onObservations(video.id(), task.file(), result.observations());
    }
    result
        .problems()
        .forEach(
            (expert, problem) ->
                failures.add(ExtractionFailure.ofExpert(task.file(), expert, problem)));
    video.notes().forEach(note -> notes.add(ExtractionFailure.line(task.file(), note)));
    if (video.damagedPackets() > 0) {
      damagedPackets.put(task.file(), video.damagedPackets());
    }
  }

  /** Adds features to those of other experts that the video has and that stay. */
  private StoredVideo merged(ExtractionTask task, VideoFeatures features)
      throws VideoFileException {
    if (task.source().experts().isEmpty()) {
      return StoredVideo.of(features);
    }
    try {
      StoredVideo before = writer.read(features.id());
      Map<String, ExpertFeatures> all = new TreeMap<>(before.features().experts());
      all.putAll(features.experts());
      return new StoredVideo(VideoFeatures.of(features.id(), all), before.captions());
    } catch (FeatureFileException e) {
      throw new VideoFileException(
          task.file(),
          "features of other experts cannot be read (" + e.getMessage() + "); delete their file");
    }
  }

  /**
   * Writes the features. If that fails for a reason other than the features themselves, no other
   * video can be written either, so the run stops.
   */
  private void write(StoredVideo features, ExtractedSource source) throws FeatureFileException {
    try {
      synchronized (writer) {
        writer.replace(features);
      }
      sources.record(source);
      extracted.incrementAndGet();
    } catch (FeatureFileException e) {
      Stop.requireRunning(); // an interrupt closes the file that the thread writes
      pending.clear();
      writeErrors.add(unwritable(e));
      throw e;
    }
  }

  private FeatureFileException unwritable(FeatureFileException e) {
    return FileProblem.unwritable(out, e.getCause() instanceof IOException cause ? cause : e);
  }

  /** Adds lines to the report. */
  void note(List<String> lines) {
    notes.addAll(lines);
  }

  /** Deletes what stopped runs have left. */
  void deleteLeftovers() throws FeatureFileException {
    writer.deleteLeftovers();
  }

  /** Returns an exception that says how far a stopped run came. */
  InterruptedIOException stopped() {
    return new InterruptedIOException(
        out
            + ": extraction stopped after "
            + extracted
            + " videos; run it again to extract the others");
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
        ImmutableSortedMap.copyOf(otherFiles),
        ImmutableList.sortedCopyOf(notes));
  }
}
