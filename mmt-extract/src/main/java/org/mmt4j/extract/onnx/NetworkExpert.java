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
 * An expert that is one network, {@code NAME.onnx} in the model folder. The network reads one
 * preprocessed moment of the video at a time, and writes one output of D values, of any shape.
 */
public abstract class NetworkExpert implements FeatureExtractorProvider {

  private final String name;
  private final int dimension;
  private final Preprocessing preprocessing;
  private final ModelFile file;

  /**
   * Creates an expert.
   *
   * @param name as in feature files
   * @param dimension D
   * @param preprocessing how the input of the network is made from a video
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

  /** Returns how the input of the network is made from a video. */
  public final Preprocessing preprocessing() {
    return preprocessing;
  }

  @Override
  public final Optional<String> unavailableReason(Optional<Path> models) {
    return file.unavailableReason(models);
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
      try (Moments moments = Moments.of(preprocessing, video)) {
        for (Optional<Moment> m = moments.next(); m.isPresent(); m = moments.next()) {
          features.add(m.get().time(), network.run(m.get().input()).values());
        }
      }
      return features.features();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
