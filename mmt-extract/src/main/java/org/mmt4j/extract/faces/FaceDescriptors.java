package org.mmt4j.extract.faces;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.mmt4j.extract.image.ChannelOrder;
import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;
import org.mmt4j.extract.onnx.ModelFile;
import org.mmt4j.extract.onnx.NetworkPair;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.extract.tfjs.TfjsConverter;
import org.mmt4j.extract.tfjs.TfjsOutput;

/**
 * Expert {@code face}: BlazeFace finds faces in one frame per second, and {@code faceres} describes
 * each by 1024 values. The faces of a frame have the same time, in order of falling score. A video
 * without faces has no features.
 *
 * <p>Needs {@code blazeface.json}, {@code faceres.json} and their {@code .bin} of TensorFlow.js in
 * the model folder. BlazeFace reads images [1, 256, 256, 3] of red, green, blue in -1 ... 1,
 * stretched to that size. {@code faceres} reads faces [n, 224, 224, 3] of red, green, blue, 0 to
 * 255: the box with a quarter more on each side; the description is its global average pooling.
 *
 * <p>Differs from section 4.2 of the paper in both networks: it has 512 values by networks in
 * {@link org.mmt4j.extract.onnx.Faces}, which are preferred where their files are.
 */
public final class FaceDescriptors implements FeatureExtractorProvider {

  private static final String NAME = "face";
  private static final int DIMENSION = 1024;
  private static final double SECONDS = 1;
  private static final FrameSize SIZE = new FrameSize.AtMost(1280);
  private static final double MARGIN = 0.25;
  private static final int FACE_SIDE = 224;

  private static final String FINE_SCORES = "fineScores";
  private static final String COARSE_SCORES = "coarseScores";
  private static final String FINE = "fine";
  private static final String COARSE = "coarse";

  private static final ModelFile DETECTOR =
      ModelFile.tensorFlowJs(
          "blazeface.json",
          new TfjsConverter(
              List.of(
                  TfjsOutput.of(FINE_SCORES, "Identity"),
                  TfjsOutput.of(COARSE_SCORES, "Identity_1"),
                  TfjsOutput.of(FINE, "Identity_2"),
                  TfjsOutput.of(COARSE, "Identity_3")),
              false));

  private static final ModelFile DESCRIPTION =
      ModelFile.tensorFlowJs(
          "faceres.json",
          new TfjsConverter(List.of(TfjsOutput.of("face", "global_pooling/Mean")), true));

  private static final ImagePreprocessing DETECTOR_IMAGE =
      ImagePreprocessing.of(
          Resize.stretch(FaceBoxes.SIDE, FaceBoxes.SIDE), Normalization.PLUS_MINUS_ONE);
  private static final ImagePreprocessing FACE_IMAGE =
      ImagePreprocessing.of(
          Resize.stretch(FACE_SIDE, FACE_SIDE), Normalization.subtract(ChannelOrder.RGB, 0, 0, 0));

  /** For {@link java.util.ServiceLoader}. */
  public FaceDescriptors() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return NetworkPair.unavailableReason(DETECTOR, DESCRIPTION, models);
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return new Extractor(NetworkPair.open(DETECTOR, DESCRIPTION, models));
  }

  private record Extractor(NetworkPair networks) implements FeatureExtractor {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int dimension() {
      return DIMENSION;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      FeatureCollector features = new FeatureCollector();
      FrameCache<List<float[]>> shown = new FrameCache<>(this::faces);
      requests.frames(
          FrameSampling.every(SECONDS),
          SIZE,
          frame -> {
            List<float[]> faces = shown.get(frame);
            faces.forEach(feature -> features.add(frame.time(), feature));
            if (!faces.isEmpty()) {
              requests.observe(frame.time(), "faces: " + faces.size());
            }
          });
      return features::features;
    }

    private List<float[]> faces(Frame frame) throws IOException {
      List<float[]> features = new ArrayList<>();
      for (FaceBoxes.Box box : boxes(frame)) {
        Optional<Frame> face = crop(frame, box);
        if (face.isPresent()) {
          features.add(networks.second().run(image(FACE_IMAGE, FACE_SIDE, face.get())).values());
        }
      }
      return features;
    }

    private List<FaceBoxes.Box> boxes(Frame frame) throws IOException {
      OnnxArray image = image(DETECTOR_IMAGE, FaceBoxes.SIDE, frame);
      OnnxModel detector = networks.first();
      String input = detector.inputs().keySet().iterator().next();
      Map<String, OnnxArray> outputs = detector.run(Map.of(input, image), detector.outputs());
      return FaceBoxes.of(
          values(outputs, FINE_SCORES),
          values(outputs, COARSE_SCORES),
          values(outputs, FINE),
          values(outputs, COARSE));
    }

    private static float[] values(Map<String, OnnxArray> outputs, String name) {
      return Objects.requireNonNull(outputs.get(name), name).values();
    }

    /** [3, side, side] -> [1, side, side, 3]. */
    private static OnnxArray image(ImagePreprocessing preprocessing, int side, Frame frame) {
      float[] planes = preprocessing.apply(frame);
      int pixels = side * side;
      float[] image = new float[planes.length];
      for (int i = 0; i < image.length; i++) {
        image[i] = planes[i % 3 * pixels + i / 3];
      }
      return OnnxArray.of(image, 1, side, side, 3);
    }

    @Override
    public void close() {
      networks.close();
    }
  }

  /** Crops a frame to a box with its margin; empty if less than one pixel is in the frame. */
  static Optional<Frame> crop(Frame frame, FaceBoxes.Box box) {
    double x = MARGIN * (box.right() - box.left());
    double y = MARGIN * (box.bottom() - box.top());
    int left = pixel(box.left() - x, frame.width());
    int top = pixel(box.top() - y, frame.height());
    int width = pixel(box.right() + x, frame.width()) - left;
    int height = pixel(box.bottom() + y, frame.height()) - top;
    return width < 1 || height < 1
        ? Optional.empty()
        : Optional.of(frame.crop(left, top, width, height));
  }

  private static int pixel(double position, int side) {
    return (int) Math.round(Math.min(1, Math.max(0, position)) * side);
  }
}
