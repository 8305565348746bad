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
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Workspaces;
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
  private Optional<MmtModel> pretrained = Optional.empty();
  private long seed;
  private DataType dataType = DataType.FLOAT;

  MmtModelBuilder() {}

  /** The experts; the model orders them by name. */
  public MmtModelBuilder experts(Expert... experts) {
    return experts(Arrays.asList(experts));
  }

  /** The experts; the model orders them by name. */
  public MmtModelBuilder experts(List<Expert> experts) {
    this.experts = List.copyOf(experts);
    return this;
  }

  /**
   * The caption encoder, which then belongs to the model: closing the model, or a {@link #build}
   * that fails, closes it. {@link CaptionEncoder#shared} is for an encoder that stays the caller's.
   */
  public MmtModelBuilder captions(CaptionEncoder encoder) {
    this.captions = Optional.of(encoder);
    return this;
  }

  /** d_model: length of every token and of an expert's embedding; 512. */
  public MmtModelBuilder hiddenSize(int hiddenSize) {
    this.hiddenSize = hiddenSize;
    return this;
  }

  /** Layers of the video encoder; 4. */
  public MmtModelBuilder layers(int layers) {
    this.layers = layers;
    return this;
  }

  /** Attention heads of the video encoder, a divisor of the hidden size; 4. */
  public MmtModelBuilder heads(int heads) {
    this.heads = heads;
    return this;
  }

  /** Width inside the video encoder's feed-forward layers; 3072. */
  public MmtModelBuilder feedForward(int feedForward) {
    this.feedForward = feedForward;
    return this;
  }

  /** Seconds with a temporal embedding of their own; later ones share the last; 30. */
  public MmtModelBuilder maxSeconds(int maxSeconds) {
    this.maxSeconds = maxSeconds;
    return this;
  }

  /** Rows of the expert embedding table, row 0 for the video's [CLS]; 19, as in the checkpoints. */
  public MmtModelBuilder tokenTypes(int tokenTypes) {
    this.tokenTypes = tokenTypes;
    return this;
  }

  /** Features that the encoder reads of an expert; of more, a choice; 30. */
  public MmtModelBuilder maxFeatures(int maxFeatures) {
    this.maxFeatures = maxFeatures;
    return this;
  }

  /** Dropout of the video encoder and of the mixture weights' input; 0.1. */
  public MmtModelBuilder dropout(double dropout) {
    this.dropout = dropout;
    return this;
  }

  /**
   * Standard deviation of the video encoder's first weights; 0.02, as BERT's. Narrow encoders that
   * train for few steps want more, about 1/sqrt(hiddenSize): with 0.02 their outputs hardly depend
   * on the times of features at first, and order is learned late.
   */
  public MmtModelBuilder initializerRange(double initializerRange) {
    this.initializerRange = initializerRange;
    return this;
  }

  /** Which form of the model; that of the published checkpoints. */
  public MmtModelBuilder architecture(Architecture architecture) {
    this.architecture = architecture;
    return this;
  }

  /**
   * Starts from the parameters of a model that was trained before (paper, section 4.3), perhaps
   * with other experts: those that only one of the two models has are left out of it. Temporal
   * embeddings of later seconds than it knew start at 0, as in the authors' code. That model stays
   * the caller's.
   *
   * <p>{@link #build} throws {@link IllegalArgumentException} if a shape, or the token type of an
   * expert that both have, differs, or a parameter is missing that belongs to no new expert.
   */
  public MmtModelBuilder initializedFrom(MmtModel pretrained) {
    this.pretrained = Optional.of(pretrained);
    return this;
  }

  /** Seed of the initial parameters; 0. */
  public MmtModelBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** FLOAT (the default) or DOUBLE. */
  public MmtModelBuilder dataType(DataType dataType) {
    this.dataType = dataType;
    return this;
  }

  /**
   * Builds the model with fresh parameters, the caption encoder's pretrained. Each model needs a
   * caption encoder of its own, or a shared one.
   *
   * @throws IllegalArgumentException if anything is wrong, with all problems, a line each
   */
  public MmtModel build() {
    try {
      return Workspaces.outside(this::built);
    } catch (RuntimeException | Error e) {
      captions.ifPresent(CaptionEncoder::close);
      throw e;
    }
  }

  private MmtModel built() {
    List<String> problems = new ArrayList<>();
    if (captions.isEmpty()) {
      problems.add("captions: found no caption encoder, expected one");
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
    Parameters parameters = new Parameters(dataType, seed);
    try {
      MmtModel.declared(network, parameters);
      pretrained.ifPresent(before -> Pretrained.copy(before, network.config(), parameters));
      return MmtModel.of(network, parameters);
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  /** The sizes, or what is wrong with them added to {@code problems}. */
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
              .build());
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Experts by name; those that take any token type get the lowest free ones. */
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
