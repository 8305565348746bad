package org.mmt4j.extract.pose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.Extraction;
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

/**
 * Expert {@code pose}: where the 17 joints of the most visible person are, by MoveNet, single pose,
 * Lightning, in four frames per second. {@link PoseMotion} has the formula of the 85 values of a
 * feature, one for each second in which somebody is visible.
 *
 * <p>Needs {@code movenet-lightning.json} and its {@code .bin} of TensorFlow.js in the model
 * folder. The network reads integers [1, 192, 192, 3] of red, green, blue, 0 to 255: the frame with
 * its aspect ratio at the top left, black elsewhere. It writes [1, 1, 17, 3]: y, x and score of
 * each joint.
 *
 * <p>Ours, not the paper's.
 */
public final class PersonPose implements FeatureExtractorProvider {

  private static final String NAME = "pose";
  private static final int SIDE = 192;

  static final ModelFile NETWORK =
      ModelFile.tensorFlowJs(
          "movenet-lightning.json",
          new TfjsConverter(List.of(TfjsOutput.of("joints", "Identity")), false));

  /** For {@link java.util.ServiceLoader}. */
  public PersonPose() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return NETWORK.unavailableReason(models);
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return new Extractor(NETWORK.open(models));
  }

  private record Extractor(OnnxModel network) implements FeatureExtractor {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int dimension() {
      return PoseMotion.DIMENSION;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      PoseMotion motion = new PoseMotion();
      NetworkBatch batch = new NetworkBatch(network, motion::add);
      requests.frames(
          FrameSampling.every(PoseMotion.SECONDS),
          new FrameSize.AtMost(SIDE),
          frame -> batch.add(frame, PersonPose::input));
      return () -> {
        batch.run();
        return motion.features();
      };
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** Returns [192, 192, 3]. */
  static OnnxArray input(Frame frame) {
    float[] values = new float[SIDE * SIDE * 3];
    int row = 3 * frame.width();
    for (int i = 0; i < frame.rgb().length; i++) {
      values[i / row * 3 * SIDE + i % row] = Byte.toUnsignedInt(frame.rgb()[i]);
    }
    return OnnxArray.of(values, SIDE, SIDE, 3);
  }
}
