package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;

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
  public Optional<ExpertFeatures> extract(Video video) throws IOException {
    try (FrameReader reader = video.frames(FrameSampling.at(0.5), new FrameSize.Exactly(2, 2))) {
      Frame frame = reader.next().orElseThrow();
      float[] colour = {frame.red(0, 0) / 255f, frame.green(0, 0) / 255f, frame.blue(0, 0) / 255f};
      return Optional.of(ExpertFeatures.of(new float[][] {colour}, new double[] {0.5}));
    }
  }

  @Override
  public void close() {
    // owns nothing
  }
}
