package org.mmt4j;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.nn.LayerContext;
import org.nd4j.linalg.api.buffer.DataType;

/** Builds an {@link MmtModel}. Defaults are the paper's values (section 4.2). */
public final class MmtModelBuilder {

  private List<Expert> experts = List.of();
  private Optional<CaptionEncoder> captions = Optional.empty();
  private int hiddenSize = 512;
  private int layers = 4;
  private int heads = 4;
  private int feedForward = 3072;
  private int maxSeconds = 30;
  private int tokenTypes = 19;
  private int maxFeatures = 30;
  private double dropout = 0.1;
  private double initializerRange = LayerContext.BERT_INITIALIZER_RANGE;
  private Architecture architecture = Architecture.PUBLISHED;
  private Optional<String> alignedExpert = Optional.empty();
  private Optional<MmtModel> pretrained = Optional.empty();
  private long seed;
  private DataType dataType = DataType.FLOAT;
  private Precision precision = Precision.FLOAT32;
  private Optional<Device> device = Optional.empty();

  MmtModelBuilder() {}

  /** Sets the experts; the model orders them by name. */
  public MmtModelBuilder experts(Expert... experts) {
    return experts(Arrays.asList(experts));
  }

  /** Sets the experts; the model orders them by name. */
  public MmtModelBuilder experts(List<Expert> experts) {
    this.experts = List.copyOf(experts);
    return this;
  }

  /**
   * Sets the caption encoder. The model owns it: closing the model, or a failing {@link #build},
   * closes it. To keep ownership of the encoder, pass {@link CaptionEncoder#shared}.
   */
  public MmtModelBuilder captions(CaptionEncoder encoder) {
    this.captions = Optional.of(encoder);
    return this;
  }

  /** Sets d_model, the length of every token and of an expert's embedding. Default: 512. */
  public MmtModelBuilder hiddenSize(int hiddenSize) {
    this.hiddenSize = hiddenSize;
    return this;
  }

  /** Sets the number of layers of the video encoder. Default: 4. */
  public MmtModelBuilder layers(int layers) {
    this.layers = layers;
    return this;
  }

  /**
   * Sets the number of attention heads of the video encoder, a divisor of the hidden size. Default:
   * 4.
   */
  public MmtModelBuilder heads(int heads) {
    this.heads = heads;
    return this;
  }

  /** Sets the hidden size of the video encoder's feed-forward layers. Default: 3072. */
  public MmtModelBuilder feedForward(int feedForward) {
    this.feedForward = feedForward;
    return this;
  }

  /**
   * Sets the number of seconds with their own temporal embedding; later seconds share the last one.
   * Default: 30.
   */
  public MmtModelBuilder maxSeconds(int maxSeconds) {
    this.maxSeconds = maxSeconds;
    return this;
  }

  /**
   * Sets the rows of the expert embedding table; row 0 is for the video's [CLS]. Default: 19, as in
   * the checkpoints.
   */
  public MmtModelBuilder tokenTypes(int tokenTypes) {
    this.tokenTypes = tokenTypes;
    return this;
  }

  /**
   * Sets the largest number of features per expert that the encoder reads; more features are
   * sampled. Default: 30.
   */
  public MmtModelBuilder maxFeatures(int maxFeatures) {
    this.maxFeatures = maxFeatures;
    return this;
  }

  /** Sets the dropout of the video encoder and of the mixture weights' input. Default: 0.1. */
  public MmtModelBuilder dropout(double dropout) {
    this.dropout = dropout;
    return this;
  }

  /**
   * Sets the standard deviation of the video encoder's initial weights. Default: 0.02, as in BERT.
   * For encoders with a small hidden size that train for few steps, use about 1/sqrt(hiddenSize):
   * with 0.02 their outputs initially hardly depend on the times of the features, and they learn
   * the order late.
   */
  public MmtModelBuilder initializerRange(double initializerRange) {
    this.initializerRange = initializerRange;
    return this;
  }

  /** Sets the architecture. Default: that of the published checkpoints. */
  public MmtModelBuilder architecture(Architecture architecture) {
    this.architecture = architecture;
    return this;
  }

  /**
   * Sets the expert whose features are in the space of the caption encoder's h(c), such as frames
   * by the image tower of CLIP where its text tower encodes captions. The model starts from their
   * dot product, see {@link MmtNetwork}. Default: none.
   */
  public MmtModelBuilder alignedExpert(String name) {
    this.alignedExpert = Optional.of(name);
    return this;
  }

  /**
   * Starts from the parameters of a pretrained model (paper, section 4.3), which may have different
   * experts: only the shared ones are copied. Temporal embeddings of additional seconds start at 0,
   * as in the reference. The caller still owns the pretrained model.
   *
   * <p>{@link #build} throws {@link IllegalArgumentException} if a shape or the token type of a
   * shared expert differs, or a parameter is missing that does not belong to a new expert.
   */
  public MmtModelBuilder initializedFrom(MmtModel pretrained) {
    this.pretrained = Optional.of(pretrained);
    return this;
  }

  /** Sets the seed of the initial parameters. Default: 0. */
  public MmtModelBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Sets the data type of the parameters: FLOAT (the default) or DOUBLE. */
  public MmtModelBuilder dataType(DataType dataType) {
    this.dataType = dataType;
    return this;
  }

  /**
   * Sets the precision in which the model scores, and those that are trained from it. Default:
   * float32. It is not saved with the model; see {@link MmtModel#withPrecision}.
   */
  public MmtModelBuilder precision(Precision precision) {
    this.precision = precision;
    return this;
  }

  /**
   * Sets the device that computes what the model is asked for. Default: {@link Device#standard}.
   */
  public MmtModelBuilder device(Device device) {
    this.device = Optional.of(device);
    return this;
  }

  /**
   * Builds the model with new parameters; those of the caption encoder are pretrained. Each model
   * needs its own caption encoder, or a {@linkplain CaptionEncoder#shared shared} one.
   *
   * @throws IllegalArgumentException if a value is not valid; the message lists all problems, one
   *     per line
   */
  public MmtModel build() {
    try {
      return Workspaces.outside(this::built);
    } catch (RuntimeException | Error e) {
      Closing.after(e, () -> captions.ifPresent(CaptionEncoder::close));
      throw e;
    }
  }

  private MmtModel built() {
    List<String> problems = new ArrayList<>();
    if (captions.isEmpty()) {
      problems.add(
          "captions: found no caption encoder, expected one; set it with captions(encoder)");
    }
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      problems.add("dataType: found " + dataType + ", expected FLOAT or DOUBLE");
    }
    if (maxSeconds < 1 || maxSeconds > ModelConfig.LARGEST_SIZE) {
      problems.add(
          "maxSeconds: found " + maxSeconds + ", expected 1 to " + ModelConfig.LARGEST_SIZE);
    }
    Optional<ModelConfig> config = config(problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    MmtNetwork network = new MmtNetwork(config.orElseThrow(), captions.orElseThrow());
    Parameters parameters = new Parameters(dataType, seed, device.orElseGet(Device::standard));
    try {
      MmtModel.declared(network, parameters);
      pretrained.ifPresent(before -> Pretrained.copy(before, network.config(), parameters));
      return MmtModel.of(network, parameters, precision, Scorer.LANES);
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  /** Returns the configuration, or adds its problems to {@code problems}. */
  private Optional<ModelConfig> config(List<String> problems) {
    try {
      return Optional.of(
          ModelConfig.builder()
              .experts(withTokenTypes())
              .hiddenSize(hiddenSize)
              .layers(layers)
              .heads(heads)
              .feedForward(feedForward)
              .positions(
                  Ints.constrainToRange(maxSeconds, 1, ModelConfig.LARGEST_SIZE)
                      + 2) // T_agg and T_unk
              .tokenTypes(tokenTypes)
              .maxFeatures(maxFeatures)
              .dropout(dropout)
              .initializerRange(initializerRange)
              .architecture(architecture)
              .alignedExpert(alignedExpert)
              .build());
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Returns the experts ordered by name; experts without a token type get the lowest free ones. */
  private ImmutableList<Expert> withTokenTypes() {
    Set<Integer> taken = new HashSet<>(experts.stream().map(Expert::tokenType).toList());
    ImmutableList.Builder<Expert> ordered = ImmutableList.builder();
    for (Expert expert : experts.stream().sorted(Comparator.comparing(Expert::name)).toList()) {
      if (expert.tokenType() == Expert.ANY_TOKEN_TYPE) {
        int free = 1;
        while (!taken.add(free)) {
          free++;
        }
        ordered.add(expert.withTokenType(free));
      } else {
        ordered.add(expert);
      }
    }
    return ordered.build();
  }
}
