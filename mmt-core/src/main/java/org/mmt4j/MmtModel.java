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
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Lifetime;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A multi-modal transformer for video retrieval with its caption encoder (paper, figure 2): embeds
 * videos and captions and says how similar they are.
 *
 * <p>Never changes by itself once built: training returns a new model. Safe for use by many
 * threads, as long as nobody writes to {@link #parameters}. Owns its parameters, about four bytes
 * of native memory each, and its caption encoder: {@link #close} frees them once scoring in
 * progress is done. Closing twice is harmless, later calls throw {@link ClosedException}. Models
 * that come from each other (by training, {@link #withParameters} or {@link #withConfig}) own the
 * caption encoder together: the last one closes it. An encoder that other models use, too, is
 * passed as {@link CaptionEncoder#shared}.
 */
public final class MmtModel implements AutoCloseable {

  private final MmtNetwork network;
  private final Parameters parameters;
  private final Scorer scorer;
  private final EncoderOwners encoderOwners;
  private final Lifetime lifetime = new Lifetime("model");

  private MmtModel(MmtNetwork network, Parameters parameters, EncoderOwners encoderOwners) {
    this.network = network;
    this.parameters = parameters;
    this.scorer = new Scorer(network, parameters);
    this.encoderOwners = encoderOwners;
  }

  /** A new model; the paper's values are the defaults. */
  public static MmtModelBuilder builder() {
    return new MmtModelBuilder();
  }

  /**
   * Returns a model of a network, which owns the parameters and the network's caption encoder.
   * Parameters that are missing get their initial values, unless the parameters are sealed.
   *
   * @throws IllegalArgumentException if a parameter has another shape than the network's; the
   *     parameters and the encoder then stay open
   * @throws IllegalStateException if a parameter is missing from sealed parameters
   */
  public static MmtModel of(MmtNetwork network, Parameters parameters) {
    return new MmtModel(
        network,
        Workspaces.outside(() -> declared(network, parameters)),
        new EncoderOwners(network.captionEncoder()));
  }

  /**
   * Returns a model of the same network with other parameters, which it owns. Both models own the
   * caption encoder: the last one that is closed closes it.
   *
   * @throws IllegalArgumentException as {@link #of}; the parameters then stay open
   * @throws ClosedException if closed
   */
  public MmtModel withParameters(Parameters other) {
    return lifetime.use(
        () -> new MmtModel(network, declared(network, other), encoderOwners.join()));
  }

  /**
   * Returns a model of another configuration with copies of this model's parameters, such as one
   * with more features an expert, or without dropout. Both own the caption encoder.
   *
   * @throws IllegalArgumentException if a parameter has another shape in that configuration
   * @throws ClosedException if closed
   */
  public MmtModel withConfig(ModelConfig other) {
    MmtNetwork changed = new MmtNetwork(other, network.captionEncoder());
    return lifetime.use(
        () -> {
          Parameters copies = parameters.copy();
          try {
            return new MmtModel(changed, declared(changed, copies), encoderOwners.join());
          } catch (RuntimeException e) {
            copies.close();
            throw e;
          }
        });
  }

  /**
   * Reads a model directory that {@link #save} wrote.
   *
   * @throws IOException if a file is missing or is not what it should be
   */
  public static MmtModel load(Path directory) throws IOException {
    return Workspaces.outside(() -> ModelDirectory.read(directory));
  }

  /**
   * A model from a checkpoint of the authors' trainer, {@code trained_model.pth} or {@code
   * checkpoint-epochN.pth}: experts, sizes and forms from the configuration in it, values from its
   * state dict. All names must be there, and no others. K is that of the first data set of {@code
   * final_eval_sets}.
   *
   * @param captions the encoder that the model was trained with, its pretrained values do not
   *     matter; the model owns it, and it is closed if reading fails
   * @param dataType FLOAT or DOUBLE
   * @throws IOException if the file is no such checkpoint, its configuration is none that the
   *     authors' code runs, or parameters are missing, left over or of another shape; the message
   *     lists all of these
   */
  public static MmtModel loadCheckpoint(Path file, CaptionEncoder captions, DataType dataType)
      throws IOException {
    try {
      return Workspaces.outside(() -> CheckpointModel.read(file, captions, dataType));
    } catch (IOException | RuntimeException e) {
      captions.close();
      throw e;
    }
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
   * @throws ClosedException if closed
   */
  public Parameters copyParameters() {
    return lifetime.use(parameters::copy);
  }

  /**
   * Reads the parameters of a model directory that {@link #save} wrote of a model like this one, or
   * a safetensors file of such parameters, under the names of the reference's state dict. The
   * caller closes them, or gives them to {@link #withParameters}.
   *
   * @throws IOException if a file is missing or damaged, the directory holds a model of a different
   *     configuration, or parameters are missing, unknown or have a different shape
   * @throws ClosedException if closed
   */
  public Parameters readParameters(Path directory) throws IOException {
    return lifetime.use(
        () -> ModelDirectory.readParameters(directory, network, parameters.dataType()));
  }

  /**
   * The similarity s(v, c) of a video and a caption (paper, equation 6), within -1 and 1.
   *
   * @throws IllegalArgumentException if the caption is blank, or the video has an expert that the
   *     model does not know or features of another dimension
   * @throws ClosedException if closed
   */
  public double similarity(VideoFeatures video, String caption) {
    return embed(video).similarity(embed(caption));
  }

  /**
   * Returns the similarities of all pairs of a video and a caption, equal to {@link #similarity} up
   * to rounding.
   *
   * @throws IllegalArgumentException as {@link #similarity}
   * @throws ClosedException if closed
   */
  public Similarities similarities(List<VideoFeatures> videos, List<String> captions) {
    List<CaptionEmbedding> embedded = embedCaptions(captions);
    if (videos.isEmpty()) {
      return new Similarities(captions, List.of(), new float[captions.size()][0]);
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
   * @throws ClosedException if closed
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
   * @throws ClosedException if closed
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
          encoderOwners.leave();
        });
  }
}
