package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small test expert: the mean colour of each half second. Counts opened extractors and
 * extractions.
 */
final class MeanColour implements FeatureExtractorProvider {

  static final String NAME = "colour";
  static final double SECONDS = 0.5;

  private final String name;

  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger extracted = new AtomicInteger();

  MeanColour() {
    this(NAME);
  }

  MeanColour(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return Optional.empty();
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) {
    open.incrementAndGet();
    return new Extractor();
  }

  private final class Extractor implements FeatureExtractor {

    @Override
    public String name() {
      return name;
    }

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      extracted.incrementAndGet();
      FeatureCollector features = new FeatureCollector();
      requests.frames(
          new FrameSampling.Every(SECONDS / 2, SECONDS),
          new FrameSize.Exactly(8, 8),
          frame -> features.add(frame.time(), mean(frame)));
      return features::features;
    }

    private static float[] mean(Frame frame) {
      float[] mean = new float[3];
      for (int i = 0; i < frame.rgb().length; i++) {
        mean[i % 3] += (frame.rgb()[i] & 0xff) / 255f / 64;
      }
      return mean;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
