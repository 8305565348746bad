package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Expert {@code face}: an SSD detector finds faces, and a ResNet50 trained on VGGFace2 describes
 * each (section 4.2). Each face has a feature of 512 values; the faces of a frame have the same
 * time, in order of falling score. A video without faces has no features.
 *
 * <p>{@code face-detector.onnx} reads images [1, 3, 300, 300] of blue, green, red minus (104, 117,
 * 123) and writes boxes [1, 1, n, 7]: image index, class, score, left, top, right, bottom, the
 * corners as fractions of the sides. {@code face.onnx} reads faces [1, 3, 224, 224] of red, green,
 * blue minus (131.0912, 103.8827, 91.4953) and writes 512 values.
 *
 * <p>The paper uses published features. The preprocessing is the one published with such networks;
 * one frame per second and the minimum score of 0.5 are our choices.
 */
public final class Faces implements FeatureExtractorProvider {

  private static final String NAME = "face";
  private static final int DIMENSION = 512;
  private static final double SECONDS = 1;
  private static final double MIN_SCORE = 0.5;
  private static final int DETECTOR_SIDE = 300;
  private static final int FACE_SIDE = 224;

  private static final ModelFile DETECTOR = ModelFile.onnx("face-detector.onnx");
  private static final ModelFile RECOGNITION = ModelFile.onnx("face.onnx");

  private static final ImagePreprocessing DETECTOR_PREPROCESSING =
      ImagePreprocessing.of(
          Resize.stretch(DETECTOR_SIDE, DETECTOR_SIDE),
          Normalization.subtract(ChannelOrder.BGR, 104, 117, 123));
  private static final ImagePreprocessing RECOGNITION_PREPROCESSING =
      ImagePreprocessing.of(
          Resize.centerCrop(FACE_SIDE, FACE_SIDE),
          Normalization.subtract(ChannelOrder.RGB, 131.0912, 103.8827, 91.4953));

  /** For {@link java.util.ServiceLoader}. */
  public Faces() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return NetworkPair.unavailableReason(DETECTOR, RECOGNITION, models);
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return new Extractor(NetworkPair.open(DETECTOR, RECOGNITION, models));
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
          new FrameSize.Original(),
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
      OnnxModel detector = networks.first();
      FaceDetections detections =
          FaceDetections.of(
              detector.file(), run(detector, DETECTOR_PREPROCESSING, DETECTOR_SIDE, frame));
      for (int box : detections.byScore(MIN_SCORE)) {
        Optional<Frame> face = detections.crop(box, frame);
        if (face.isPresent()) {
          features.add(
              run(networks.second(), RECOGNITION_PREPROCESSING, FACE_SIDE, face.get()).values());
        }
      }
      return features;
    }

    private static OnnxArray run(
        OnnxModel network, ImagePreprocessing preprocessing, int side, Frame frame)
        throws IOException {
      return network.run(OnnxArray.of(preprocessing.apply(frame), 1, 3, side, side));
    }

    @Override
    public void close() {
      networks.close();
    }
  }
}
