package org.mmt4j.extract.opencv;

import com.google.common.primitives.Floats;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameCache;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.graph.ClosedException;

/**
 * Expert {@code appearance}, which needs no model. It describes one frame per second, scaled to 64
 * x 64 pixels, by its colour layout, 48 values, then its edge layout, 324 values. Colours are HSV
 * means in a grid of 4 x 4 cells, with hue as a point on the colour wheel; edges are histograms of
 * oriented gradients.
 */
public final class AppearanceDescriptors implements FeatureExtractorProvider {

  private static final String NAME = "appearance";
  private static final double SECONDS = 1;

  /** For {@link java.util.ServiceLoader}. */
  public AppearanceDescriptors() {}

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

    private final EdgeLayout edges = new EdgeLayout();
    private boolean closed;

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int dimension() {
      return ColourLayout.LENGTH + EdgeLayout.LENGTH;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      if (closed) {
        throw new ClosedException("expert " + NAME);
      }
      FeatureCollector features = new FeatureCollector();
      FrameCache<float[]> shown = new FrameCache<>(this::feature);
      requests.frames(
          FrameSampling.every(SECONDS),
          new FrameSize.Exactly(EdgeLayout.SIDE, EdgeLayout.SIDE),
          frame -> features.add(frame.time(), shown.get(frame)));
      return features::features;
    }

    private float[] feature(Frame frame) {
      return Floats.concat(ColourLayout.of(frame), edges.of(frame));
    }

    @Override
    public void close() {
      closed = true;
      edges.close();
    }
  }
}
