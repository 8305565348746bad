package org.mmt4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.Lifetime;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A multi-modal transformer for video retrieval with its caption encoder (paper, figure 2). It
 * embeds videos and captions and computes their similarities.
 *
 * <p>A model does not change: training returns a new model. Thread-safe, as long as no code writes
 * to {@link #parameters}. The model owns its parameters, about four bytes of native memory each,
 * and its caption encoder. {@link #close} waits for running calls and frees both; closing again has
 * no effect, and later calls throw {@link ClosedException}. Models derived from each other (by
 * training, {@link #withParameters}, {@link #withConfig}, {@link #withPrecision} or {@link
 * #withDevice}) share ownership of the caption encoder: the last one closes it. To use one encoder
 * in several independent models, pass {@link CaptionEncoder#shared}.
 */
public final class MmtModel implements AutoCloseable {

  private final MmtNetwork network;
  private final Parameters parameters;
  private final Precision precision;
  private final Scorer scorer;
  private final EncoderOwners encoderOwners;
  private final Lifetime lifetime = new Lifetime("model");

  private MmtModel(
      MmtNetwork network,
      Parameters parameters,
      EncoderOwners encoderOwners,
      Precision precision,
      int lanes) {
    this.network = network;
    this.parameters = parameters;
    this.precision = precision;
    this.scorer = new Scorer(network, parameters, precision, lanes);
    this.encoderOwners = encoderOwners;
  }

  /** Returns a builder with the paper's values as defaults. */
  public static MmtModelBuilder builder() {
    return new MmtModelBuilder();
  }

  /**
   * Returns a model of a network, which owns the parameters and the network's caption encoder.
   * Missing parameters get their initial values, unless the parameters are sealed.
   *
   * @throws IllegalArgumentException if the shape of a parameter differs from the network's; the
   *     parameters and the encoder then stay open
   * @throws IllegalStateException if a parameter is missing from sealed parameters
   */
  public static MmtModel of(MmtNetwork network, Parameters parameters) {
    return of(network, parameters, Precision.FLOAT32, Scorer.LANES);
  }

  /**
   * As {@link #of(MmtNetwork, Parameters)}, with a precision of scoring and a number of threads
   * that score at a time.
   */
  static MmtModel of(MmtNetwork network, Parameters parameters, Precision precision, int lanes) {
    return new MmtModel(
        network,
        Workspaces.outside(() -> declared(network, parameters)),
        new EncoderOwners(network.captionEncoder()),
        precision,
        lanes);
  }

  /**
   * Returns a model of the same network with different parameters, which it owns, and which say on
   * what device it computes. Both models share ownership of the caption encoder: the last one
   * closes it.
   *
   * @throws IllegalArgumentException as {@link #of}; the parameters then stay open
   * @throws ClosedException if closed
   */
  public MmtModel withParameters(Parameters other) {
    return lifetime.use(
        () ->
            new MmtModel(
                network, declared(network, other), encoderOwners.join(), precision, Scorer.LANES));
  }

  /**
   * Returns a model of a different configuration with copies of this model's parameters, for
   * example one with more features per expert, or without dropout. Both models share ownership of
   * the caption encoder.
   *
   * @throws IllegalArgumentException if a parameter has a different shape in that configuration
   * @throws ClosedException if closed
   */
  public MmtModel withConfig(ModelConfig other) {
    return copy(new MmtNetwork(other, network.captionEncoder()), precision, device());
  }

  /**
   * Returns a model with copies of this model's parameters that scores in a precision, and so do
   * models derived from it. The default is float32. bfloat16 takes about half the time on
   * processors that have it, and changes similarities by its rounding. Both models share ownership
   * of the caption encoder.
   *
   * @throws ClosedException if closed
   */
  public MmtModel withPrecision(Precision other) {
    return copy(network, other, device());
  }

  /**
   * Returns a model with copies of this model's parameters that computes on a device, and so do
   * models derived from it. Both models share ownership of the caption encoder.
   *
   * @throws ClosedException if closed
   */
  public MmtModel withDevice(Device other) {
    return copy(network, precision, other);
  }

  private MmtModel copy(MmtNetwork changed, Precision accuracy, Device device) {
    return lifetime.use(
        () -> {
          Parameters copies = parameters.copy(device);
          try {
            return new MmtModel(
                changed, declared(changed, copies), encoderOwners.join(), accuracy, Scorer.LANES);
          } catch (RuntimeException | Error e) {
            copies.close();
            throw e;
          }
        });
  }

  /**
   * Reads a model directory that {@link #save} wrote, for {@link Device#standard}.
   *
   * @throws IOException if a file is missing or not valid
   */
  public static MmtModel load(Path directory) throws IOException {
    return load(directory, Device.standard());
  }

  /**
   * Reads a model directory that {@link #save} wrote.
   *
   * @param device computes what the model is asked for
   * @throws IOException if a file is missing or not valid
   */
  public static MmtModel load(Path directory, Device device) throws IOException {
    return Workspaces.outside(() -> ModelDirectory.read(directory, device));
  }

  /**
   * Reads a model from a checkpoint of the authors' trainer, {@code trained_model.pth} or {@code
   * checkpoint-epochN.pth}. Experts, sizes and architecture come from its configuration, values
   * from its state dict. The state dict must have exactly the parameters of the model. K is that of
   * the first data set of {@code final_eval_sets}. It computes on {@link Device#standard}; {@link
   * #withDevice} changes that.
   *
   * @param captions the encoder that the model was trained with; its pretrained values are
   *     replaced. The model owns it; it is closed if reading fails
   * @param dataType FLOAT or DOUBLE
   * @throws IOException if the file is not such a checkpoint, the authors' code would reject its
   *     configuration, or parameters are missing, unknown or have a wrong shape; the message lists
   *     them all
   */
  public static MmtModel loadCheckpoint(Path file, CaptionEncoder captions, DataType dataType)
      throws IOException {
    try {
      return Workspaces.outside(() -> CheckpointModel.read(file, captions, dataType));
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, captions::close);
      throw e;
    }
  }

  /** Adds all parameters that the network declares, checks their shapes and seals them. */
  static Parameters declared(MmtNetwork network, Parameters parameters) {
    int experts = network.config().experts().size();
    VideoTokens.Shape video = // [CLS], one aggregate and one feature per expert
        new VideoTokens.Shape(
            1, ImmutableList.copyOf(Collections.nCopies(experts, 1)), 1 + 2 * experts, 1);
    network.similarities(
        LayerContext.scoring(SameDiff.create(), parameters).withoutArrays(),
        video,
        new CaptionTokens.Shape(1, 1, 1));
    parameters.seal();
    return parameters;
  }

  /** Returns the configuration of the video side. */
  public ModelConfig config() {
    return network.config();
  }

  /**
   * Returns, by name, the values of {@code config.json} as text: sizes, architecture, experts, data
   * type, and the kind of the caption encoder, which describes the rest of itself.
   */
  public SortedMap<String, String> describe() {
    return ConfigFile.of(network, parameters.dataType().name()).describe();
  }

  /**
   * Returns a hash of the configuration, the caption encoder's options and the values of the
   * parameters, 64 hexadecimal digits. Embeddings of two models can be compared if both models have
   * the same fingerprint. Takes about as long as reading all parameters.
   *
   * @throws ClosedException if closed
   */
  public String fingerprint() {
    return lifetime.use(
        () -> ModelFingerprint.of(describe(), network.captionEncoder().describe(), parameters));
  }

  /** Returns the device that computes what the model is asked for. */
  public Device device() {
    return parameters.device();
  }

  /** Returns the precision of scoring. */
  public Precision precision() {
    return precision;
  }

  /** Returns the network that the parameters belong to. */
  public MmtNetwork network() {
    return network;
  }

  /**
   * Returns the live parameters: changing them changes the model. Do not read them while another
   * thread may close the model; use {@link #copyParameters} instead.
   */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Returns a copy of the parameters, which the caller closes. Safe even if another thread closes
   * the model at the same time.
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
        () ->
            ModelDirectory.readParameters(
                directory, network, parameters.dataType(), parameters.device()));
  }

  /**
   * Returns the similarity s(v, c) of a video and a caption (paper, equation 6), between -1 and 1.
   *
   * @throws IllegalArgumentException if the caption is blank, or the video has an unknown expert or
   *     features of a wrong dimension
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

  /** Returns the embedding of a video; throws as {@link #similarity}. */
  public VideoEmbedding embed(VideoFeatures video) {
    return embedVideos(List.of(video)).get(0);
  }

  /** Returns the embedding of a caption; throws as {@link #similarity}. */
  public CaptionEmbedding embed(String caption) {
    return embedCaptions(List.of(caption)).get(0);
  }

  /** Returns the embeddings of videos, in their order; throws as {@link #similarity}. */
  public List<VideoEmbedding> embedVideos(List<VideoFeatures> videos) {
    return Streams.zip(
            videos.stream(),
            lifetime.use(() -> scorer.videos(videos)).stream(),
            (video, row) -> new VideoEmbedding(video.id(), row.vector(), row.weights()))
        .toList();
  }

  /** Returns the embeddings of captions, in their order; throws as {@link #similarity}. */
  public List<CaptionEmbedding> embedCaptions(List<String> captions) {
    return Streams.zip(
            captions.stream(),
            lifetime.use(() -> scorer.captions(captions)).stream(),
            (caption, row) -> new CaptionEmbedding(caption, row.vector(), row.weights()))
        .toList();
  }

  /**
   * Returns the output h(c) of the caption encoder, before any projection (paper, section 3.2), in
   * single precision.
   *
   * @return one vector of the encoder's hidden size per caption, in their order
   * @throws IllegalArgumentException if a caption is blank
   * @throws ClosedException if closed
   */
  public List<float[]> encodeCaptions(List<String> captions) {
    return lifetime.use(() -> scorer.encodings(captions));
  }

  /**
   * Writes the model directory: {@code config.json}, {@code model.safetensors} (PyTorch's names and
   * orientation) and the caption encoder's files. An existing directory is replaced atomically when
   * the new one is complete.
   *
   * @throws IOException if writing fails, or the path exists and is neither a model directory nor
   *     an empty directory; it is then not changed
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
    lifetime.close(() -> Closing.all(scorer::close, parameters::close, encoderOwners::leave));
  }
}
