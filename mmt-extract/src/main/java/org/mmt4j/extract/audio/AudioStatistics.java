package org.mmt4j.extract.audio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.MediaRequests;

/**
 * Expert {@code audio}, which needs no model: for each second, the mean of each log-mel band of
 * {@link LogMel#VGGISH}, then the standard deviation of each, 128 values. A window belongs to the
 * second in which it starts. An incomplete second at the end is a feature as well.
 */
public final class AudioStatistics implements FeatureExtractorProvider {

  private static final String NAME = "audio";
  private static final LogMel SETTINGS = LogMel.VGGISH;
  private static final int BANDS = SETTINGS.bank().bands();
  private static final int WINDOWS = SETTINGS.rate() / SETTINGS.hop(); // per second

  /** For {@link java.util.ServiceLoader}. */
  public AudioStatistics() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return Optional.empty();
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
      return 2 * BANDS;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      Seconds seconds = new Seconds();
      LogMelStream.request(SETTINGS, requests, seconds::add);
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
    private final List<float[]> windows = new ArrayList<>(WINDOWS);
    private int index;

    void add(float[] bands) {
      windows.add(bands);
      if (windows.size() == WINDOWS) {
        end();
      }
    }

    private void end() {
      features.add(index + windows.size() * SETTINGS.hopSeconds() / 2, statistics(windows));
      index++;
      windows.clear();
    }

    Optional<ExpertFeatures> features() {
      if (!windows.isEmpty()) {
        end();
      }
      return features.features();
    }

    private static float[] statistics(List<float[]> windows) {
      float[] statistics = new float[2 * BANDS];
      for (int band = 0; band < BANDS; band++) {
        int column = band;
        double[] values = windows.stream().mapToDouble(bands -> bands[column]).toArray();
        statistics[band] = (float) new Mean().evaluate(values);
        statistics[BANDS + band] = (float) new StandardDeviation(false).evaluate(values);
      }
      return statistics;
    }
  }
}
