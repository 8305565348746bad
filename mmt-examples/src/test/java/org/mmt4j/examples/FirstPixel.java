package org.mmt4j.examples;

import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.MediaRequests;

/**
 * A small expert for the service loader. Its only feature is the colour of one pixel of a frame.
 */
public final class FirstPixel implements FeatureExtractorProvider, FeatureExtractor {

  @Override
  public String name() {
    return "pixel";
  }

  @Override
  public int dimension() {
    return 3;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return Optional.empty();
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) {
    return this;
  }

  @Override
  public Extraction start(MediaRequests requests) {
    FeatureCollector features = new FeatureCollector();
    requests.frames(
        FrameSampling.at(0.5),
        new FrameSize.Exactly(2, 2),
        frame -> features.add(frame.time(), colour(frame)));
    return features::features;
  }

  private static float[] colour(Frame frame) {
    return new float[] {frame.red(0, 0) / 255f, frame.green(0, 0) / 255f, frame.blue(0, 0) / 255f};
  }

  @Override
  public void close() {
    // owns nothing
  }
}
