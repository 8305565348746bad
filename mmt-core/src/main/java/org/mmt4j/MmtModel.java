package org.mmt4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.Parameters;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A multi-modal transformer for video retrieval with its caption encoder (paper, figure 2): embeds
 * videos and captions and says how similar they are.
 *
 * <p>Never changes by itself once built: training gives a new model. Safe for use by many threads,
 * as long as nobody writes to {@link #parameters}. Owns native memory, about four bytes a
 * parameter: {@link #close} frees it once scoring under way is done; closing twice is harmless,
 * later calls throw {@link IllegalStateException}. The caption encoder belongs to who made it,
 * except in a model from {@link #load}, which closes its own.
 */
public final class MmtModel implements AutoCloseable {

  private final MmtNetwork network;
  private final Parameters parameters;
  private final Scorer scorer;
  private final boolean ownsEncoder;
  private final Lifetime lifetime = new Lifetime("model");

  private MmtModel(MmtNetwork network, Parameters parameters, boolean ownsEncoder) {
    this.network = network;
    this.parameters = parameters;
    this.scorer = new Scorer(network, parameters);
    this.ownsEncoder = ownsEncoder;
  }

  /** A new model; the paper's values are the defaults. */
  public static MmtModelBuilder builder() {
    return new MmtModelBuilder();
  }

  /**
   * A model of that network with those parameters, which it then owns. Parameters that are missing
   * get their initial values, unless the parameters are sealed.
   *
   * @throws IllegalArgumentException if a parameter has another shape than the network's
   * @throws IllegalStateException if a parameter is missing from sealed parameters
   */
  public static MmtModel of(MmtNetwork network, Parameters parameters) {
    return new MmtModel(network, declared(network, parameters), false);
  }

  /**
   * Reads a model directory that {@link #save} wrote.
   *
   * @throws IOException if a file is missing or is not what it should be
   */
  public static MmtModel load(Path directory) throws IOException {
    return ModelDirectory.read(directory);
  }

  /**
   * A model from a checkpoint of the authors' trainer, {@code trained_model.pth} or {@code
   * checkpoint-epochN.pth}: experts, sizes and forms from the configuration in it, values from its
   * state dict. All names must be there, and no others. K is that of the first data set of {@code
   * final_eval_sets}.
   *
   * @param captions the encoder that the model was trained with, its pretrained values do not
   *     matter; not closed by the model
   * @param dataType FLOAT or DOUBLE
   * @throws IOException if the file is no such checkpoint, its configuration is none that the
   *     authors' code runs, or parameters are missing, left over or of another shape; the message
   *     lists all of these
   */
  public static MmtModel ofCheckpoint(Path file, CaptionEncoder captions, DataType dataType)
      throws IOException {
    return CheckpointModel.read(file, captions, dataType);
  }

  /** A model that owns its parameters and its caption encoder. */
  static MmtModel owningEncoder(MmtNetwork network, Parameters parameters) {
    return new MmtModel(network, parameters, true);
  }

  /** Parameters with everything that the network declares. */
  static Parameters declared(MmtNetwork network, Parameters parameters) {
    int experts = network.config().experts().size();
    VideoTokens.Shape video = // [CLS], an aggregate and a feature of each expert
        new VideoTokens.Shape(
            1, ImmutableList.copyOf(Collections.nCopies(experts, 1)), 1 + 2 * experts, 1);
    network.similarities(
        LayerContext.scoring(SameDiff.create(), parameters).withoutArrays(),
        video,
        new CaptionTokens.Shape(1, 1, 1));
    parameters.seal();
    return parameters;
  }

  /** Sizes of the video side. */
  public ModelConfig config() {
    return network.config();
  }

  /** The network that the parameters belong to. */
  public MmtNetwork network() {
    return network;
  }

  /**
   * The live parameters: changing them changes the model. They must not be read while another
   * thread may close the model: {@link #copyParameters} is for that.
   */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * A copy of the parameters, whole even if another thread closes the model meanwhile. The caller
   * closes it.
   *
   * @throws IllegalStateException if closed
   */
  public Parameters copyParameters() {
    return lifetime.use(parameters::copy);
  }

  /**
   * Reads the parameters of a model directory that {@link #save} wrote of a model like this one.
   * The caller closes them.
   *
   * @throws IOException if a file is missing or is not what it should be, or the directory holds a
   *     model of another configuration
   */
  public Parameters readParameters(Path directory) throws IOException {
    return ModelDirectory.readParameters(directory, network, parameters.dataType());
  }

  /**
   * The similarity s(v, c) of a video and a caption (paper, equation 6), within -1 and 1.
   *
   * @throws IllegalArgumentException if the caption is blank, or the video has an expert that the
   *     model does not know or features of another dimension
   * @throws IllegalStateException if closed
   */
  public double similarity(VideoFeatures video, String caption) {
    return embed(video).similarity(embed(caption));
  }

  /**
   * All similarities: row = caption, column = video; to rounding those of {@link #similarity}.
   *
   * @throws IllegalArgumentException as {@link #similarity}
   * @throws IllegalStateException if closed
   */
  public float[][] similarities(List<VideoFeatures> videos, List<String> captions) {
    List<CaptionEmbedding> embedded = embedCaptions(captions);
    if (videos.isEmpty()) {
      return new float[captions.size()][0];
    }
    try (VideoIndex index = VideoIndex.of(this, videos)) {
      return index.similarities(embedded);
    }
  }

  /** The embedding of a video; errors as {@link #similarity}. */
  public VideoEmbedding embed(VideoFeatures video) {
    return embedVideos(List.of(video)).get(0);
  }

  /** The embedding of a caption; errors as {@link #similarity}. */
  public CaptionEmbedding embed(String caption) {
    return embedCaptions(List.of(caption)).get(0);
  }

  /** The embeddings of videos, in their order; errors as {@link #similarity}. */
  public List<VideoEmbedding> embedVideos(List<VideoFeatures> videos) {
    return Streams.zip(
            videos.stream(),
            lifetime.use(() -> scorer.videos(videos)).stream(),
            (video, row) -> new VideoEmbedding(video.id(), row.vector(), row.weights()))
        .toList();
  }

  /** The embeddings of captions, in their order; errors as {@link #similarity}. */
  public List<CaptionEmbedding> embedCaptions(List<String> captions) {
    return Streams.zip(
            captions.stream(),
            lifetime.use(() -> scorer.captions(captions)).stream(),
            (caption, row) -> new CaptionEmbedding(caption, row.vector(), row.weights()))
        .toList();
  }

  /**
   * What the caption encoder makes of captions, h(c), before any projection (paper, section 3.2),
   * in single precision.
   *
   * @return a vector of the encoder's hidden size for each, in their order
   * @throws IllegalArgumentException if a caption is blank
   * @throws IllegalStateException if closed
   */
  public List<float[]> encodeCaptions(List<String> captions) {
    return lifetime.use(() -> scorer.encodings(captions));
  }

  /**
   * Writes the model directory: {@code config.json}, {@code model.safetensors} (PyTorch's names and
   * orientation) and the caption encoder's files. An existing directory is replaced as a whole,
   * only once the new one is complete.
   *
   * @throws IOException if writing fails, or what exists is neither a model nor an empty directory;
   *     it then stays as it was
   * @throws IllegalStateException if closed
   */
  public void save(Path directory) throws IOException {
    lifetime.use(
        () -> {
          ModelDirectory.write(directory, network, parameters);
          return directory;
        });
  }

  @Override
  public void close() {
    lifetime.close(
        () -> {
          scorer.close();
          parameters.close();
          if (ownsEncoder) {
            network.captionEncoder().close();
          }
        });
  }
}
