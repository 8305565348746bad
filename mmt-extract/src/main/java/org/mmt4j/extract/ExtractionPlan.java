package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.io.FileNames;

/**
 * Decides which experts have to process which videos: those that have not processed the file with
 * its present size and time of modification, as {@link ExtractedSources} says.
 */
final class ExtractionPlan {

  private final Hdf5Writer writer;
  private final ExtractedSources sources;
  private final Set<String> experts;
  private final Set<String> unrecorded;
  private final VideoOpener opener;
  private final List<ExtractionTask> tasks = new ArrayList<>();
  private final List<ExtractionFailure> failures = new ArrayList<>();
  private int skipped;

  private ExtractionPlan(
      Path out,
      ExtractedSources sources,
      Set<String> experts,
      Set<String> unrecorded,
      VideoOpener opener) {
    this.writer = Hdf5Writer.to(out);
    this.sources = sources;
    this.experts = experts;
    this.unrecorded = unrecorded;
    this.opener = opener;
  }

  /**
   * Plans an extraction.
   *
   * @param out folder of features, which no other run writes to
   * @throws FeatureFileException if the folder of features cannot be read or written
   */
  static ExtractionPlan of(
      FoundVideos videos,
      Path out,
      ExtractedSources sources,
      Set<String> experts,
      VideoOpener opener)
      throws FeatureFileException {
    Set<String> unrecorded = new ExtractedExperts(out).names().orElse(experts);
    ExtractionPlan plan = new ExtractionPlan(out, sources, experts, unrecorded, opener);
    plan.failures.addAll(videos.failures());
    Map<String, Collection<Path>> byId =
        new TreeMap<>(
            Multimaps.index(videos.files(), file -> VideoFolder.id(videos.folder(), file)).asMap());
    for (Map.Entry<String, Collection<Path>> video : byId.entrySet()) {
      Stop.requireRunning();
      plan.add(video.getKey(), video.getValue());
    }
    return plan;
  }

  List<ExtractionTask> tasks() {
    return tasks;
  }

  /** Returns files and folders that cannot be processed. */
  List<ExtractionFailure> failures() {
    return failures;
  }

  /** Returns the number of videos that all experts have processed before. */
  int skipped() {
    return skipped;
  }

  private void add(String id, Collection<Path> files) throws FeatureFileException {
    Optional<Path> file =
        files.size() == 1 ? Optional.of(files.iterator().next()) : choose(id, files);
    if (file.isPresent()) {
      try {
        add(file.get(), ExtractedSource.of(id, file.get()));
      } catch (FeatureFileException e) {
        throw e;
      } catch (IOException | IllegalArgumentException e) {
        failures.add(ExtractionFailure.of(file.get(), e));
      }
    }
  }

  /**
   * Returns the first file that is a video, and rejects the others, because their id is not unique.
   * The file whose features are recorded comes first, and a GIF last: beside a video, it is mostly
   * a preview of it.
   */
  private Optional<Path> choose(String id, Collection<Path> files) {
    Optional<Path> recorded = sources.of(id).flatMap(ExtractedSource::existing);
    List<Path> ordered =
        ImmutableList.sortedCopyOf(
            Comparator.comparing((Path file) -> !isSame(file, recorded))
                .thenComparing(ExtractionPlan::isGif)
                .thenComparing(Comparator.naturalOrder()),
            files);
    Optional<Path> video = Optional.empty();
    for (Path file : ordered) {
      if (opens(id, file)) {
        video.ifPresent(first -> reject(id, file, first));
        video = video.or(() -> Optional.of(file));
      }
    }
    return video;
  }

  private static boolean isSame(Path file, Optional<Path> other) {
    return other.isPresent() && other.get().equals(file.toAbsolutePath());
  }

  private static boolean isGif(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".gif");
  }

  private boolean opens(String id, Path file) {
    try {
      opener.open(id, file);
      return true;
    } catch (VideoFileException | RuntimeException | Error e) {
      failures.add(ExtractionFailure.of(file, e));
      return false;
    }
  }

  private void reject(String id, Path file, Path video) {
    String problem =
        "found the id \""
            + id
            + "\", expected a unique id: "
            + FileNames.text(video)
            + " has the same path without extension; rename one of them";
    failures.add(ExtractionFailure.of(file, problem));
  }

  private void add(Path file, ExtractedSource now) throws IOException {
    Optional<ExtractedSource> before = before(now);
    if (before.isPresent()) {
      requireSameVideo(file, now, before.get());
    }
    Set<String> done =
        before
            .filter(now::isUnchanged)
            .<Set<String>>map(ExtractedSource::experts)
            .orElseGet(ImmutableSet::of);
    Set<String> missing = ImmutableSet.copyOf(Sets.difference(experts, done));
    if (missing.isEmpty()) {
      skipped++;
    } else {
      tasks.add(new ExtractionTask(file, now.by(done), missing));
    }
  }

  /**
   * Returns what is recorded of the video, if its features exist. In a folder of an earlier
   * version, which recorded nothing, features that are not older than the video are taken for its
   * own.
   */
  private Optional<ExtractedSource> before(ExtractedSource now) throws IOException {
    Path features = writer.file(now.id());
    if (!Files.exists(features)) {
      return Optional.empty();
    }
    if (!sources.isNew()) {
      return sources.of(now.id());
    }
    if (Files.getLastModifiedTime(features).toInstant().isBefore(now.modified())) {
      return Optional.empty();
    }
    ExtractedSource adopted = now.by(unrecorded);
    sources.record(adopted);
    return Optional.of(adopted);
  }

  /** Protects the features of a video that has the same id in another folder. */
  private static void requireSameVideo(Path file, ExtractedSource now, ExtractedSource before)
      throws IOException {
    Optional<Path> other = before.existing();
    if (other.isEmpty() || Files.isSameFile(file, other.get())) {
      return;
    }
    if (!now.isUnchanged(before) || Files.mismatch(file, other.get()) >= 0) {
      throw new VideoFileException(
          file,
          "found features of "
              + FileNames.text(other.get())
              + ", which has the same id \""
              + now.id()
              + "\", expected those of this file; use another output folder, or extract a folder"
              + " that contains both");
    }
  }
}
