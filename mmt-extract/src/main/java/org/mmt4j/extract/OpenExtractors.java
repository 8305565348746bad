package org.mmt4j.extract;

import com.google.common.base.Stopwatch;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.Closer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opened experts of one thread. */
final class OpenExtractors implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenExtractors.class);

  /**
   * What experts have extracted of a video.
   *
   * @param failures why experts failed, by their names
   * @param observations what experts observed, by their names
   */
  record Result(
      VideoFeatures features,
      SortedMap<String, Throwable> failures,
      SortedMap<String, List<Observation>> observations) {

    Result {
      failures = ImmutableSortedMap.copyOf(failures);
      observations = ImmutableSortedMap.copyOf(observations);
    }

    /** Returns whether there is nothing to write, because of failures. */
    boolean isFailure() {
      return features.experts().isEmpty() && !failures.isEmpty();
    }

    /** Returns what went wrong with each expert, by its name. */
    SortedMap<String, String> problems() {
      SortedMap<String, String> problems = new TreeMap<>();
      failures.forEach(
          (name, e) -> problems.put(name, "expert " + name + " failed: " + problem(e)));
      return problems;
    }

    /** Returns what went wrong with the video as a whole. */
    String problem() {
      Set<String> ofFile =
          failures.values().stream()
              .map(e -> e instanceof VideoFileException file ? file.problem() : "")
              .collect(Collectors.toSet());
      boolean isOne = ofFile.size() == 1 && !ofFile.contains("");
      return isOne ? ofFile.iterator().next() : String.join("; ", problems().values());
    }

    private static String problem(Throwable cause) {
      return cause instanceof VideoFileException file
          ? file.problem()
          : ExtractionFailure.message(cause);
    }
  }

  private final List<FeatureExtractor> extractors = new ArrayList<>();
  private final SortedMap<String, Throwable> unavailable = new TreeMap<>();
  private final Closer closer = Closer.create();

  private OpenExtractors() {}

  /**
   * Opens all experts that can be opened.
   *
   * @throws IOException if none can be opened
   */
  static OpenExtractors of(FeatureExtractors experts) throws IOException {
    OpenExtractors open = new OpenExtractors();
    try {
      for (FeatureExtractorProvider provider : experts.available().values()) {
        open.add(provider, experts.models());
      }
      open.requireOne();
      return open;
    } catch (IOException | RuntimeException | Error e) {
      open.closeAfter(e);
      throw e;
    }
  }

  private void add(FeatureExtractorProvider provider, Optional<Path> models) {
    Stopwatch watch = Stopwatch.createStarted();
    try {
      FeatureExtractor extractor = provider.open(models);
      extractors.add(extractor);
      closer.register(extractor::close);
      LOG.debug("opened expert {} in {} ms", provider.name(), watch.elapsed(TimeUnit.MILLISECONDS));
    } catch (Exception | LinkageError e) { // such as a damaged model file
      LOG.debug("expert {} cannot be opened", provider.name(), e);
      unavailable.put(provider.name(), e);
    }
  }

  private void requireOne() throws IOException {
    if (extractors.isEmpty()) {
      Throwable first = unavailable.values().iterator().next();
      Throwables.throwIfInstanceOf(first, IOException.class);
      Throwables.throwIfUnchecked(first);
      throw new IOException(first);
    }
  }

  /** Returns one line for each expert that cannot be opened. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    unavailable.forEach(
        (name, e) ->
            notes.add("expert " + name + " is unavailable: " + ExtractionFailure.message(e)));
    return notes;
  }

  /** Returns the names of the experts. */
  Set<String> names() {
    return dimensions().keySet();
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Returns the feature dimensions by expert name. */
  ImmutableSortedMap<String, Integer> dimensions() {
    Map<String, Integer> dimensions = new TreeMap<>();
    extractors.forEach(extractor -> dimensions.put(extractor.name(), extractor.dimension()));
    return ImmutableSortedMap.copyOf(dimensions);
  }

  /**
   * Extracts features of a video, which is decoded once for all experts. An expert that fails does
   * not affect the others.
   *
   * @param names the experts to use
   * @throws CancellationException if the thread is interrupted
   */
  Result extract(Video video, Set<String> names) {
    List<ExpertRun> runs = new ArrayList<>();
    try {
      for (FeatureExtractor extractor : extractors) {
        if (names.contains(extractor.name())) {
          runs.add(ExpertRun.start(extractor, video));
        }
      }
      new DecodingPass(video).run(runs);
      return result(video, runs);
    } finally {
      runs.forEach(ExpertRun::close);
    }
  }

  private static Result result(Video video, List<ExpertRun> runs) {
    Map<String, ExpertFeatures> features = new TreeMap<>();
    SortedMap<String, Throwable> failures = new TreeMap<>();
    SortedMap<String, List<Observation>> observations = new TreeMap<>();
    for (ExpertRun run : runs) {
      Stop.requireRunning();
      run.features().ifPresent(found -> features.put(run.name(), found));
      run.failure().ifPresent(cause -> failures.put(run.name(), cause));
      if (!run.requests().observations().isEmpty()) {
        observations.put(run.name(), List.copyOf(run.requests().observations()));
      }
    }
    Stop.requireRunning();
    return new Result(VideoFeatures.of(video.id(), features), failures, observations);
  }

  /** Closes all experts, also if closing one of them fails. */
  @Override
  public void close() {
    try {
      closer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // does not happen: experts throw no IOException
    }
  }
}
