package org.mmt4j.extract.opencv;

import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.MediaRequests;

/**
 * Expert {@code motion}, which needs no model. It describes each second, read as 8 frames of 96 x
 * 96 pixels, by histograms of dense optical flow, 81 values: for each cell of a grid of 3 x 3, the
 * amount of motion in each of 8 directions, in pixels from a frame to the next, and the share of
 * pixels without motion. An incomplete second at the end is a feature as well; a single frame has
 * no motion and no features.
 */
public final class MotionDescriptors implements FeatureExtractorProvider {

  private static final String NAME = "motion";
  private static final int FRAMES_PER_SECOND = 8;

  /** For {@link java.util.ServiceLoader}. */
  public MotionDescriptors() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return OpenCv.unavailableReason();
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
    public Extraction start(MediaRequests requests) {
      Seconds seconds = new Seconds();
      requests.frames(
          FrameSampling.every(1.0 / FRAMES_PER_SECOND),
          new FrameSize.Exactly(FlowHistogram.SIDE, FlowHistogram.SIDE),
          seconds::add);
      return seconds::features;
    }

    @Override
    public void close() {
      // holds no resources
    }
  }

  /** The seconds of one video. */
  private static final class Seconds {

    private final FeatureCollector features = new FeatureCollector();
    private final SecondOfFlow second = new SecondOfFlow();
    private int index;

    void add(Frame frame) {
      second.add(frame);
      if (second.pairs() == FRAMES_PER_SECOND) {
        features.add(index + 0.5, second.end());
        index++;
      }
    }

    Optional<ExpertFeatures> features() {
      if (second.pairs() > 0) {
        features.add(index + second.pairs() / (2.0 * FRAMES_PER_SECOND), second.end());
      }
      return features.features();
    }
  }
}
