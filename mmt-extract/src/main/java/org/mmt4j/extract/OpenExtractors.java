package org.mmt4j.extract;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/** The opened experts of one thread. */
final class OpenExtractors implements AutoCloseable {

  private final List<FeatureExtractor> extractors = new ArrayList<>();

  /**
   * Opens all experts.
   *
   * @throws IOException if one cannot be opened; all others are closed then
   */
  static OpenExtractors of(FeatureExtractors experts) throws IOException {
    OpenExtractors open = new OpenExtractors();
    try {
      for (FeatureExtractorProvider provider : experts.available().values()) {
        open.extractors.add(provider.open(experts.models()));
      }
      return open;
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  /** Returns the feature dimensions by expert name. */
  ImmutableSortedMap<String, Integer> dimensions() {
    Map<String, Integer> dimensions = new TreeMap<>();
    extractors.forEach(extractor -> dimensions.put(extractor.name(), extractor.dimension()));
    return ImmutableSortedMap.copyOf(dimensions);
  }

  /**
   * Extracts the features of all experts for a video.
   *
   * @throws IOException if an expert fails; the message names it
   */
  VideoFeatures extract(Video video) throws IOException {
    Map<String, ExpertFeatures> features = new TreeMap<>();
    for (FeatureExtractor extractor : extractors) {
      extract(extractor, video).ifPresent(found -> features.put(extractor.name(), found));
    }
    return VideoFeatures.of(video.id(), features);
  }

  private static Optional<ExpertFeatures> extract(FeatureExtractor extractor, Video video)
      throws IOException {
    try {
      Optional<ExpertFeatures> features = extractor.extract(video);
      features.ifPresent(found -> requireDimension(extractor, found.dimension()));
      return features;
    } catch (VideoFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          video.file() + ": expert " + extractor.name() + " failed: " + e.getMessage(), e);
    }
  }

  private static void requireDimension(FeatureExtractor extractor, int dimension) {
    if (dimension != extractor.dimension()) {
      throw new IllegalStateException(
          "found features of dimension " + dimension + ", expected " + extractor.dimension());
    }
  }

  @Override
  public void close() {
    extractors.forEach(FeatureExtractor::close);
  }
}
