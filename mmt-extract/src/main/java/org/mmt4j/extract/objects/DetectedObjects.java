package org.mmt4j.extract.objects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.extract.onnx.ModelFile;
import org.mmt4j.extract.onnx.NetworkBatch;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.extract.tfjs.TfjsConverter;
import org.mmt4j.extract.tfjs.TfjsOutput;
import org.mmt4j.extract.tfjs.TfjsOutput.Pooling;
import org.mmt4j.extract.words.SentenceVectors;

/**
 * Expert {@code objects}: what CenterNet, trained on COCO, detects in one frame per second. A
 * feature is
 *
 * <pre>{@code sum over classes k of max(0, score_k - 0.25) v_k}</pre>
 *
 * where {@code score_k} is the maximum of the heat map of the class, and {@code v_k} is the vector
 * of all-MiniLM-L6-v2 for the name of the class, 384 values. So features are in the space of
 * sentences: a caption that names the objects has a large dot product, without training. A frame
 * without objects has no feature.
 *
 * <p>Needs {@code centernet.json} and {@code centernet.bin} of TensorFlow.js in the model folder.
 * The network reads images [n, 512, 512, 3] of red, green, blue, 0 to 255, stretched to that size,
 * and has heat maps [n, 128, 128, 80] at {@code tower_0/keypoints}.
 *
 * <p>Ours, not the paper's.
 */
public final class DetectedObjects implements FeatureExtractorProvider {

  private static final String NAME = "objects";
  private static final double SECONDS = 1;
  private static final double MIN_SCORE = 0.25;
  private static final int SIDE = 512;

  private static final ModelFile NETWORK =
      ModelFile.tensorFlowJs(
          "centernet.json",
          new TfjsConverter(
              List.of(new TfjsOutput("scores", "tower_0/keypoints", Pooling.MAX)), true));

  /** For {@link java.util.ServiceLoader}. */
  public DetectedObjects() {}

  /** Returns the names of the classes of objects, in the order of the network's outputs. */
  public static List<String> classes() {
    return CocoClasses.NAMES;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return NETWORK.unavailableReason(models).or(SentenceVectors::unavailableReason);
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    float[][] vectors = SentenceVectors.of(CocoClasses.NAMES);
    return new Extractor(NETWORK.open(models), vectors);
  }

  private static final class Extractor implements FeatureExtractor {

    private final OnnxModel network;
    private final float[][] vectors;

    Extractor(OnnxModel network, float[][] vectors) {
      this.network = network;
      this.vectors = vectors;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int dimension() {
      return vectors[0].length;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      FeatureCollector features = new FeatureCollector();
      NetworkBatch batch =
          new NetworkBatch(
              network,
              (time, scores) -> {
                Optional<float[]> feature = feature(scores, vectors);
                if (feature.isPresent()) {
                  features.add(time, feature.get());
                  requests.observe(time, names(scores));
                }
              });
      requests.frames(
          FrameSampling.every(SECONDS),
          new FrameSize.Exactly(SIDE, SIDE),
          frame -> batch.add(frame, Extractor::input));
      return () -> {
        batch.run();
        return features.features();
      };
    }

    private static OnnxArray input(Frame frame) {
      float[] values = new float[frame.rgb().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(frame.rgb()[i]);
      }
      return new OnnxArray(values, List.of((long) SIDE, (long) SIDE, 3L));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** Returns the names and scores of the detected classes, the highest score first. */
  static String names(float[] scores) {
    return IntStream.range(0, scores.length)
        .filter(k -> scores[k] > MIN_SCORE)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -scores[k]))
        .map(k -> String.format(Locale.ROOT, "%s %.2f", CocoClasses.NAMES.get(k), scores[k]))
        .collect(Collectors.joining(", "));
  }

  /**
   * Returns the feature of a frame; empty if no class has more than the minimum score.
   *
   * @param scores of the classes
   * @param vectors of the names of the classes
   */
  static Optional<float[]> feature(float[] scores, float[][] vectors) {
    if (scores.length != vectors.length) {
      throw new IllegalArgumentException(
          "scores of objects: found " + scores.length + ", expected " + vectors.length);
    }
    float[] feature = new float[vectors[0].length];
    boolean isEmpty = true;
    for (int k = 0; k < scores.length; k++) {
      double excess = scores[k] - MIN_SCORE;
      if (excess > 0) {
        isEmpty = false;
        for (int i = 0; i < feature.length; i++) {
          feature[i] += (float) (excess * vectors[k][i]);
        }
      }
    }
    return isEmpty ? Optional.empty() : Optional.of(feature);
  }
}
