package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Video;

/**
 * An expert that is one network, {@code NAME.onnx} in the folder of models. It reads what the
 * preprocessing makes of a moment of the video, one at a time, and writes D numbers: one output of
 * that many values, whatever its shape.
 */
public abstract class NetworkExpert implements FeatureExtractorProvider {

  private final String name;
  private final int dimension;
  private final Preprocessing preprocessing;
  private final ModelFile file;

  /**
   * An expert.
   *
   * @param name as in feature files
   * @param dimension D
   * @param preprocessing how the network sees a video
   */
  protected NetworkExpert(String name, int dimension, Preprocessing preprocessing) {
    this.name = name;
    this.dimension = dimension;
    this.preprocessing = preprocessing;
    this.file = new ModelFile(name + ".onnx");
  }

  @Override
  public final String name() {
    return name;
  }

  /** How the network sees a video. */
  public final Preprocessing preprocessing() {
    return preprocessing;
  }

  @Override
  public final Optional<String> absence(Optional<Path> models) {
    return file.absence(models);
  }

  @Override
  public final FeatureExtractor open(Optional<Path> models) throws IOException {
    return new Extractor(file.open(models));
  }

  private final class Extractor implements FeatureExtractor {

    private final OnnxModel network;

    Extractor(OnnxModel network) {
      this.network = network;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int dimension() {
      return dimension;
    }

    @Override
    public Optional<ExpertFeatures> extract(Video video) throws IOException {
      FeatureCollector features = new FeatureCollector();
      try (Moments moments = preprocessing.moments(video)) {
        for (Optional<Moment> m = moments.next(); m.isPresent(); m = moments.next()) {
          features.add(m.get().time(), network.run(m.get().seen()).values());
        }
      }
      return features.collected();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
