package org.mmt4j.extract;

import com.google.common.base.Stopwatch;
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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opened experts of one thread. */
final class OpenExtractors implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenExtractors.class);

  private final List<FeatureExtractor> extractors = new ArrayList<>();
  private final Closer closer = Closer.create();

  private OpenExtractors() {}

  /**
   * Opens all experts.
   *
   * @throws IOException if one cannot be opened; all others are closed then
   */
  static OpenExtractors of(FeatureExtractors experts) throws IOException {
    OpenExtractors open = new OpenExtractors();
    try {
      for (FeatureExtractorProvider provider : experts.available().values()) {
        open.add(provider, experts.models());
      }
      return open;
    } catch (IOException | RuntimeException | Error e) {
      open.closeAfter(e);
      throw e;
    }
  }

  private void add(FeatureExtractorProvider provider, Optional<Path> models) throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    FeatureExtractor extractor = provider.open(models);
    extractors.add(extractor);
    closer.register(extractor::close);
    LOG.debug("opened expert {} in {} ms", provider.name(), watch.elapsed(TimeUnit.MILLISECONDS));
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
   * Extracts the features of all experts for a video. If experts fail, those of the others.
   *
   * @param problems receives what went wrong, one sentence for each expert that fails
   * @throws IOException if all experts fail, or the thread is interrupted; the message names the
   *     expert
   */
  VideoFeatures extract(Video video, Consumer<String> problems) throws IOException {
    Map<String, ExpertFeatures> features = new TreeMap<>();
    List<IOException> failures = new ArrayList<>();
    for (FeatureExtractor extractor : extractors) {
      try {
        extract(extractor, video).ifPresent(found -> features.put(extractor.name(), found));
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failures.add(e);
      }
    }
    if (failures.size() == extractors.size()) {
      throw failures.get(0);
    }
    failures.forEach(failure -> problems.accept(failure.getMessage()));
    return VideoFeatures.of(video.id(), features);
  }

  private static Optional<ExpertFeatures> extract(FeatureExtractor extractor, Video video)
      throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    try {
      Optional<ExpertFeatures> features = extractor.extract(video);
      features.ifPresent(found -> requireDimension(extractor, found.dimension()));
      LOG.debug(
          "{}: {} features of expert {} in {} ms",
          video.file(),
          features.map(ExpertFeatures::count).orElse(0),
          extractor.name(),
          watch.elapsed(TimeUnit.MILLISECONDS));
      return features;
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      String problem = e instanceof VideoFileException file ? file.problem() : message;
      throw new IOException(
          video.file() + ": expert " + extractor.name() + " failed: " + problem, e);
    }
  }

  private static void requireDimension(FeatureExtractor extractor, int dimension) {
    if (dimension != extractor.dimension()) {
      throw new IllegalStateException(
          "found features of dimension " + dimension + ", expected " + extractor.dimension());
    }
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
