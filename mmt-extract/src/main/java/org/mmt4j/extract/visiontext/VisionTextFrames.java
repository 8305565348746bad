package org.mmt4j.extract.visiontext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.onnx.ModelFile;
import org.mmt4j.extract.onnx.NetworkBatch;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;

/**
 * Expert {@code clip}: the image tower of CLIP, SigLIP, PE-Core, MobileCLIP or another pair, on one
 * frame per second. A feature has length 1 and lies in the space of the pair's {@linkplain
 * VisionTextCaptions text tower}.
 *
 * <p>Needs {@code clip/vision_model.onnx} and {@code clip/preprocessor_config.json} in the model
 * folder, as HuggingFace's exports have them. The network reads images [n, 3, height, width] and
 * writes [n, D] at {@code image_embeds} or {@code pooler_output}.
 *
 * <p>Untested with published weights, because we could not obtain any. Ours, not the paper's.
 */
public final class VisionTextFrames implements FeatureExtractorProvider {

  /** Folder of the files of a pair in the model folder. */
  static final String FOLDER = "clip";

  private static final String NAME = "clip";
  private static final double SECONDS = 1;
  private static final ModelFile NETWORK = ModelFile.onnx(FOLDER + "/vision_model.onnx");
  private static final String PREPROCESSING = FOLDER + "/preprocessor_config.json";
  private static final List<String> OUTPUTS = List.of("image_embeds", "pooler_output");

  /** For {@link java.util.ServiceLoader}. */
  public VisionTextFrames() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return NETWORK
        .unavailableReason(models)
        .or(
            () ->
                models
                    .map(folder -> folder.resolve(PREPROCESSING))
                    .filter(file -> !Files.isRegularFile(file))
                    .map(file -> "found no " + file + ", expected the preprocessing of images"));
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    Path folder = models.orElseThrow(() -> new IOException("found no model folder"));
    ImagePreprocessing preprocessing = PreprocessorConfig.read(folder.resolve(PREPROCESSING));
    OnnxModel network = NETWORK.open(models);
    try {
      return Extractor.of(network, preprocessing);
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private record Extractor(
      OnnxModel network, String output, ImagePreprocessing preprocessing, int dimension)
      implements FeatureExtractor {

    /** Runs the network once, which says how many values it writes. */
    static Extractor of(OnnxModel network, ImagePreprocessing preprocessing) throws IOException {
      String output = Tower.output(network, OUTPUTS);
      int height = preprocessing.resize().height();
      int width = preprocessing.resize().width();
      OnnxArray black = OnnxArray.of(new float[3 * height * width], 1, 3, height, width);
      int dimension = network.run(black, output).values().length;
      return new Extractor(network, output, preprocessing, dimension);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      FeatureCollector features = new FeatureCollector();
      NetworkBatch batch =
          new NetworkBatch(
              network, output, (time, values) -> features.add(time, Tower.scaled(values)));
      int height = preprocessing.resize().height();
      int width = preprocessing.resize().width();
      requests.frames(
          FrameSampling.every(SECONDS),
          new FrameSize.Original(),
          frame ->
              batch.add(
                  frame, shown -> OnnxArray.of(preprocessing.apply(shown), 3, height, width)));
      return () -> {
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
