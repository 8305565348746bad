package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Multimaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;

/**
 * The videos of one run, which threads take one by one, and what became of them. Of several files
 * of one name the first that can be used is the video.
 */
final class ExtractionRun {

  private final Path out;
  private final Hdf5Writer writer;
  private final VideoOpener opener;
  private final ExtractionListener listener;
  private final Queue<ImmutableList<Path>> left = new ConcurrentLinkedQueue<>();
  private final Queue<ExtractionFailure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<FeatureFileException> obstacles = new ConcurrentLinkedQueue<>();
  private final Map<Path, Integer> damaged = new ConcurrentHashMap<>();
  private final AtomicInteger extracted = new AtomicInteger();
  private int skipped;

  private ExtractionRun(Path out, VideoOpener opener, ExtractionListener listener) {
    this.out = out;
    this.writer = Hdf5Writer.to(out);
    this.opener = opener;
    this.listener = listener;
  }

  /** Finds out what is to be done, and tells the listener. */
  static ExtractionRun of(
      FoundVideos videos, Path out, VideoOpener opener, ExtractionListener listener) {
    ExtractionRun run = new ExtractionRun(out, opener, listener);
    run.failures.addAll(videos.failures());
    Multimaps.index(videos.files(), VideoFolder::id).asMap().values().stream()
        .map(ImmutableList::copyOf)
        .forEach(run::plan);
    listener.onStart(run.left.stream().mapToInt(List::size).sum());
    return run;
  }

  private void plan(ImmutableList<Path> namesakes) {
    try {
      if (!Files.exists(writer.file(VideoFolder.id(namesakes.get(0))))) {
        left.add(namesakes);
      } else if (namesakes.size() == 1 || useFirst(namesakes, this::opens)) {
        skipped++;
      }
    } catch (IllegalArgumentException e) {
      namesakes.forEach(file -> failures.add(ExtractionFailure.of(file, e)));
    }
  }

  /** Uses the first file that can be; those after it have no name of their own. */
  private boolean useFirst(ImmutableList<Path> namesakes, Predicate<Path> use) {
    for (int i = 0; i < namesakes.size(); i++) {
      Path video = namesakes.get(i);
      if (use.test(video)) {
        namesakes.stream().skip(i + 1).forEach(other -> refuse(other, video));
        return true;
      }
    }
    return false;
  }

  private void refuse(Path file, Path video) {
    String problem =
        "found the name \""
            + VideoFolder.id(file)
            + "\" of "
            + video
            + ", too, expected another: folders and endings do not tell videos apart (rename one)";
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

  /** How many videos nobody has taken yet. */
  int left() {
    return left.size();
  }

  /** Takes videos until there are none left, or the thread is interrupted. */
  void work(OpenExtractors experts) {
    while (!Thread.currentThread().isInterrupted()) {
      ImmutableList<Path> namesakes = left.poll();
      if (namesakes == null) {
        return;
      }
      useFirst(namesakes, file -> extract(file, experts));
      synchronized (this) {
        namesakes.forEach(listener::onVideo);
      }
    }
  }

  private boolean extract(Path file, OpenExtractors experts) {
    try {
      Video video = opener.open(VideoFolder.id(file), file);
      write(experts.extract(video));
      if (video.damaged() > 0) {
        damaged.put(file, video.damaged());
      }
      return true;
    } catch (IOException | RuntimeException e) {
      failures.add(ExtractionFailure.of(file, e));
      return false;
    }
  }

  /** Where it cannot be written no other video can be, either: the run ends. */
  private void write(VideoFeatures features) throws FeatureFileException {
    try {
      synchronized (writer) {
        writer.write(new StoredVideo(features, ImmutableSortedMap.of()));
      }
      extracted.incrementAndGet();
    } catch (FeatureFileException e) {
      throw e;
    } catch (IOException e) {
      FeatureFileException obstacle = FileProblem.unwritable(out, e);
      left.clear();
      obstacles.add(obstacle);
      throw obstacle;
    }
  }

  /**
   * What became of the videos.
   *
   * @throws FeatureFileException if features could not be written
   */
  ExtractionReport report() throws FeatureFileException {
    FeatureFileException obstacle = obstacles.peek();
    if (obstacle != null) {
      throw obstacle;
    }
    return new ExtractionReport(
        extracted.get(),
        skipped,
        ImmutableList.sortedCopyOf(Comparator.comparing(ExtractionFailure::file), failures),
        ImmutableSortedMap.copyOf(damaged));
  }
}
