package org.mmt4j.features.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.mmt4j.VideoFeatures;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;

/** The videos of one run, which threads take one by one, and what became of them. */
final class ExtractionRun {

  private final Hdf5Writer writer;
  private final VideoOpener opener;
  private final ExtractionListener listener;
  private final Queue<Path> left = new ConcurrentLinkedQueue<>();
  private final Queue<ExtractionFailure> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger extracted = new AtomicInteger();
  private int skipped;

  private ExtractionRun(Path out, VideoOpener opener, ExtractionListener listener) {
    this.writer = Hdf5Writer.to(out);
    this.opener = opener;
    this.listener = listener;
  }

  /** Finds out what is to be done, and tells the listener. */
  static ExtractionRun of(
      FoundVideos videos, Path out, VideoOpener opener, ExtractionListener listener) {
    ExtractionRun run = new ExtractionRun(out, opener, listener);
    run.failures.addAll(videos.failures());
    Map<String, Path> taken = new HashMap<>();
    videos.files().forEach(video -> run.plan(video, taken));
    listener.onStart(run.left.size());
    return run;
  }

  private void plan(Path video, Map<String, Path> taken) {
    String id = VideoFolder.id(video);
    try {
      Path other = taken.putIfAbsent(id, video);
      if (other != null) {
        throw new VideoFileException(video, "found the name \"" + id + "\" of " + other + ", too");
      }
      if (Files.exists(writer.file(id))) {
        skipped++;
      } else {
        left.add(video);
      }
    } catch (VideoFileException | IllegalArgumentException e) {
      failures.add(ExtractionFailure.of(video, e));
    }
  }

  /** How many videos nobody has taken yet. */
  int left() {
    return left.size();
  }

  /** Takes videos until there are none left, or the thread is interrupted. */
  void work(OpenExtractors experts) {
    while (!Thread.currentThread().isInterrupted()) {
      Path video = left.poll();
      if (video == null) {
        return;
      }
      extract(video, experts);
      synchronized (this) {
        listener.onVideo(video);
      }
    }
  }

  private void extract(Path file, OpenExtractors experts) {
    try {
      VideoFeatures features = experts.extract(opener.open(VideoFolder.id(file), file));
      synchronized (writer) {
        writer.write(new StoredVideo(features, ImmutableSortedMap.of()));
      }
      extracted.incrementAndGet();
    } catch (IOException | RuntimeException e) {
      failures.add(ExtractionFailure.of(file, e));
    }
  }

  /** What became of the videos. */
  ExtractionReport report() {
    return new ExtractionReport(
        extracted.get(),
        skipped,
        ImmutableList.sortedCopyOf(Comparator.comparing(ExtractionFailure::file), failures));
  }
}
