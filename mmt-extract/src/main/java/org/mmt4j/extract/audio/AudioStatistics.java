package org.mmt4j.extract.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Video;

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
    public Optional<ExpertFeatures> extract(Video video) throws IOException {
      if (!video.hasAudio()) {
        return Optional.empty();
      }
      FeatureCollector features = new FeatureCollector();
      try (LogMelReader spectrogram = LogMelReader.of(SETTINGS, video)) {
        List<float[]> windows = nextSecond(spectrogram);
        for (int second = 0; !windows.isEmpty(); second++) {
          features.add(second + windows.size() * SETTINGS.hopSeconds() / 2, statistics(windows));
          windows = nextSecond(spectrogram);
        }
      }
      return features.features();
    }

    private static List<float[]> nextSecond(LogMelReader spectrogram) throws IOException {
      List<float[]> windows = new ArrayList<>(WINDOWS);
      while (windows.size() < WINDOWS) {
        Optional<float[]> bands = spectrogram.next();
        if (bands.isEmpty()) {
          break;
        }
        windows.add(bands.get());
      }
      return windows;
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

    @Override
    public void close() {
      // holds no resources
    }
  }
}
