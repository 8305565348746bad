package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.MediaRequests;

/**
 * An expert that is one network, {@code NAME.onnx} in the model folder. The network reads
 * preprocessed moments of the video, several at once if the first axis of its input has any length,
 * and writes one output of D values for each, of any shape.
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
    this.file = ModelFile.onnx(name + ".onnx");
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
    public Extraction start(MediaRequests requests) {
      FeatureCollector features = new FeatureCollector();
      NetworkBatch batch = new NetworkBatch(network, features::add);
      Moments moments = Moments.of(preprocessing, requests, batch);
      return () -> {
        moments.end();
        batch.run();
        return features.features();
      };
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
