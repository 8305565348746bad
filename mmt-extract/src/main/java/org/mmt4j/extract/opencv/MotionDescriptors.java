package org.mmt4j.extract.opencv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;

/**
 * Expert {@code motion}, which needs no model: of each second, seen as 8 pictures of 96 x 96
 * pixels, histograms of dense optical flow, 81 values: of each cell of a grid of 3 x 3 how much
 * moves into each of 8 directions, in pixels from a picture to the next, and the share of what
 * stays. What is left at the end is a feature, too; a single picture has no motion, and no
 * features.
 */
public final class MotionDescriptors implements FeatureExtractorProvider {

  private static final String NAME = "motion";
  private static final int PICTURES = 8; // of a second

  /** For {@link java.util.ServiceLoader}. */
  public MotionDescriptors() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> absence(Optional<Path> models) {
    return OpenCv.absence();
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) {
    return new Extractor();
  }

  private static final class Extractor implements FeatureExtractor {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int dimension() {
      return FlowHistogram.LENGTH;
    }

    @Override
    public Optional<ExpertFeatures> extract(Video video) throws IOException {
      FrameSize size = new FrameSize.Exactly(FlowHistogram.SIDE, FlowHistogram.SIDE);
      try (FrameReader frames = video.frames(FrameSampling.every(1.0 / PICTURES), size)) {
        return seconds(frames);
      }
    }

    private static Optional<ExpertFeatures> seconds(FrameReader frames) throws IOException {
      FeatureCollector features = new FeatureCollector();
      SecondOfFlow flow = new SecondOfFlow();
      int second = 0;
      for (Optional<Frame> f = frames.next(); f.isPresent(); f = frames.next()) {
        flow.add(f.get());
        if (flow.pairs() == PICTURES) {
          features.add(second + 0.5, flow.end());
          second++;
        }
      }
      if (flow.pairs() > 0) {
        features.add(second + flow.pairs() / (2.0 * PICTURES), flow.end());
      }
      return features.collected();
    }

    @Override
    public void close() {
      // holds nothing between videos
    }
  }
}
