package org.mmt4j.config;

import com.google.common.collect.Comparators;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.data.Expert;

/**
 * Sizes and architecture of a model. Together with the caption encoder, they determine its graphs.
 *
 * <p>Immutable. Two configurations are equal if all their values are.
 */
public final class ModelConfig {

  /** Position of aggregates and of the video's [CLS]. */
  public static final int AGGREGATE_POSITION = 0;

  /** Position of features without a time. */
  public static final int UNKNOWN_POSITION = 1;

  /** Largest accepted size; larger values are errors that would only exhaust memory. */
  public static final int LARGEST_SIZE = 1 << 16;

  private record Values(
      List<Expert> experts,
      int hiddenSize,
      int layers,
      int heads,
      int feedForward,
      int positions,
      int tokenTypes,
      int maxFeatures,
      double dropout,
      double attentionDropout,
      double captionDropout,
      double initializerRange,
      Architecture architecture,
      Optional<String> alignedExpert) {}

  private final Values values;

  private ModelConfig(Values values) {
    this.values = values;
  }

  /** Returns a builder with the paper's values (section 4.2) and no experts. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these values. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.experts = experts();
    builder.hiddenSize = hiddenSize();
    builder.layers = layers();
    builder.heads = heads();
    builder.feedForward = feedForward();
    builder.positions = positions();
    builder.tokenTypes = tokenTypes();
    builder.maxFeatures = maxFeatures();
    builder.dropout = dropout();
    builder.attentionDropout = attentionDropout();
    builder.captionDropout = captionDropout();
    builder.initializerRange = initializerRange();
    builder.architecture = architecture();
    builder.alignedExpert = alignedExpert();
    return builder;
  }

  /** Returns the experts in alphabetical order of their names, each with a unique token type. */
  public List<Expert> experts() {
    return values.experts;
  }

  /** Returns d_model: length of every token and of the embedding of one expert. */
  public int hiddenSize() {
    return values.hiddenSize;
  }

  /** Returns the number of layers of the video encoder. */
  public int layers() {
    return values.layers;
  }

  /** Returns the number of attention heads of the video encoder, a divisor of the hidden size. */
  public int heads() {
    return values.heads;
  }

  /** Returns the hidden size of the video encoder's feed-forward layers. */
  public int feedForward() {
    return values.feedForward;
  }

  /**
   * Returns the rows of the temporal embedding table: T_agg, T_unk, then one per second; later
   * seconds share the last one.
   */
  public int positions() {
    return values.positions;
  }

  /** Returns the rows of the expert embedding table: row 0 is the video's [CLS]. */
  public int tokenTypes() {
    return values.tokenTypes;
  }

  /**
   * Returns K, the largest number of features per expert that the encoder reads; more features are
   * sampled.
   */
  public int maxFeatures() {
    return values.maxFeatures;
  }

  /**
   * Returns the dropout after the video encoder's embeddings, attention and feed-forward layers.
   */
  public double dropout() {
    return values.dropout;
  }

  /** Returns the dropout of the video encoder's attention weights. */
  public double attentionDropout() {
    return values.attentionDropout;
  }

  /** Returns the dropout of the caption's vector before the mixture weights. */
  public double captionDropout() {
    return values.captionDropout;
  }

  /**
   * Returns the standard deviation of the video encoder's initial weights, with BERT's name; only
   * new models use it.
   */
  public double initializerRange() {
    return values.initializerRange;
  }

  /** Returns the architecture. */
  public Architecture architecture() {
    return values.architecture;
  }

  /**
   * Returns the expert whose features are in the space of the caption encoder's h(c), if the model
   * starts from their dot product; see {@code org.mmt4j.MmtNetwork}.
   */
  public Optional<String> alignedExpert() {
    return values.alignedExpert;
  }

  /** Returns the dimension of the aligned expert; 0 without one. */
  public int alignedDimension() {
    return experts().stream()
        .filter(expert -> alignedExpert().filter(expert.name()::equals).isPresent())
        .mapToInt(Expert::dimension)
        .sum();
  }

  /** Returns the names of the experts, in their order. */
  public List<String> expertNames() {
    return experts().stream().map(Expert::name).toList();
  }

  /**
   * Returns the length of the vector that holds the embeddings of all experts, N * d_model, and the
   * vector of the aligned expert, if any.
   */
  public int packedDimension() {
    return experts().size() * hiddenSize() + alignedDimension();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelConfig config && values.equals(config.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "ModelConfig" + values.toString().substring("Values".length());
  }

  /** Builds a {@link ModelConfig}, which describes the values. */
  public static final class Builder {

    private List<Expert> experts = List.of();
    private int hiddenSize = 512;
    private int layers = 4;
    private int heads = 4;
    private int feedForward = 3072;
    private int positions = 32;
    private int tokenTypes = 19;
    private int maxFeatures = 30;
    private double dropout = 0.1;
    private double attentionDropout = 0.1;
    private double captionDropout = 0.1;
    private double initializerRange = 0.02;
    private Architecture architecture = Architecture.PUBLISHED;
    private Optional<String> alignedExpert = Optional.empty();

    private Builder() {}

    /** Sets the experts, in alphabetical order of their names, each with a token type. */
    public Builder experts(List<Expert> experts) {
      this.experts = List.copyOf(experts);
      return this;
    }

    /** Sets {@link ModelConfig#hiddenSize}. Default: 512. */
    public Builder hiddenSize(int hiddenSize) {
      this.hiddenSize = hiddenSize;
      return this;
    }

    /** Sets {@link ModelConfig#layers}. Default: 4. */
    public Builder layers(int layers) {
      this.layers = layers;
      return this;
    }

    /** Sets {@link ModelConfig#heads}. Default: 4. */
    public Builder heads(int heads) {
      this.heads = heads;
      return this;
    }

    /** Sets {@link ModelConfig#feedForward}. Default: 3072. */
    public Builder feedForward(int feedForward) {
      this.feedForward = feedForward;
      return this;
    }

    /** Sets {@link ModelConfig#positions}. Default: 32, for 30 seconds. */
    public Builder positions(int positions) {
      this.positions = positions;
      return this;
    }

    /** Sets {@link ModelConfig#tokenTypes}. Default: 19. */
    public Builder tokenTypes(int tokenTypes) {
      this.tokenTypes = tokenTypes;
      return this;
    }

    /** Sets {@link ModelConfig#maxFeatures}. Default: 30. No parameter depends on it. */
    public Builder maxFeatures(int maxFeatures) {
      this.maxFeatures = maxFeatures;
      return this;
    }

    /** Sets all three dropouts. Default: 0.1. */
    public Builder dropout(double dropout) {
      this.dropout = dropout;
      this.attentionDropout = dropout;
      this.captionDropout = dropout;
      return this;
    }

    /** Sets {@link ModelConfig#attentionDropout} only. */
    public Builder attentionDropout(double dropout) {
      this.attentionDropout = dropout;
      return this;
    }

    /** Sets {@link ModelConfig#captionDropout} only. */
    public Builder captionDropout(double dropout) {
      this.captionDropout = dropout;
      return this;
    }

    /** Sets {@link ModelConfig#initializerRange}. Default: 0.02. */
    public Builder initializerRange(double range) {
      this.initializerRange = range;
      return this;
    }

    /** Sets {@link ModelConfig#architecture}. Default: {@link Architecture#PUBLISHED}. */
    public Builder architecture(Architecture architecture) {
      this.architecture = architecture;
      return this;
    }

    /** Sets {@link ModelConfig#alignedExpert}. Default: none. */
    public Builder alignedExpert(Optional<String> alignedExpert) {
      this.alignedExpert = alignedExpert;
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException if a value is not valid; the message lists all problems, one
     *     per line
     */
    public ModelConfig build() {
      List<String> problems = new ArrayList<>();
      requireSize(problems, "hidden size", hiddenSize);
      requireSize(problems, "layers", layers);
      requireSize(problems, "heads", heads);
      requireSize(problems, "feedForward", feedForward);
      if (positions < 3 || positions > LARGEST_SIZE + 2) {
        problems.add(
            "positions (T_agg, T_unk and one per second): found "
                + positions
                + ", expected 3 to "
                + (LARGEST_SIZE + 2));
      }
      requireSize(problems, "tokenTypes", tokenTypes);
      requireSize(problems, "maxFeatures", maxFeatures);
      if (hiddenSize > 0 && heads > 0 && hiddenSize % heads != 0) {
        problems.add(
            "heads: found " + heads + ", expected a divisor of the hidden size " + hiddenSize);
      }
      requireProbability(problems, "dropout", dropout);
      requireProbability(problems, "attentionDropout", attentionDropout);
      requireProbability(problems, "captionDropout", captionDropout);
      if (!(initializerRange > 0 && initializerRange <= 1)) {
        problems.add(
            "initializerRange: found " + initializerRange + ", expected above 0, at most 1");
      }
      requireExperts(problems, experts, tokenTypes);
      if (architecture.encoder() == VideoEncoder.COLLABORATIVE_GATING && experts.size() == 1) {
        problems.add("experts: found 1 with the encoder COLLABORATIVE_GATING, expected 2 or more");
      }
      alignedExpert.ifPresent(name -> requireAligned(problems, name, experts, architecture));
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", problems));
      }
      return new ModelConfig(
          new Values(
              experts,
              hiddenSize,
              layers,
              heads,
              feedForward,
              positions,
              tokenTypes,
              maxFeatures,
              dropout,
              attentionDropout,
              captionDropout,
              initializerRange,
              architecture,
              alignedExpert));
    }
  }

  private static void requireSize(List<String> problems, String name, int found) {
    if (found < 1 || found > LARGEST_SIZE) {
      problems.add(name + ": found " + found + ", expected 1 to " + LARGEST_SIZE);
    }
  }

  private static void requireProbability(List<String> problems, String name, double found) {
    if (!(found >= 0 && found < 1)) {
      problems.add(name + ": found " + found + ", expected at least 0 and below 1");
    }
  }

  private static void requireAligned(
      List<String> problems, String name, List<Expert> experts, Architecture architecture) {
    List<String> names = experts.stream().map(Expert::name).toList();
    if (!names.contains(name)) {
      problems.add("alignedExpert: found " + name + ", expected one of " + names);
    }
    if (architecture.hasVideoWeights()) {
      problems.add(
          "alignedExpert: found "
              + name
              + " with weights of videos, expected VideoWeights.UNIFORM and MissingExperts.KEPT");
    }
  }

  private static void requireExperts(List<String> problems, List<Expert> experts, int tokenTypes) {
    if (experts.isEmpty()) {
      problems.add("experts: found none, expected at least one");
    }
    if (!Comparators.isInOrder(experts, Comparator.comparing(Expert::name))) {
      problems.add(
          "experts: found "
              + experts.stream().map(Expert::name).toList()
              + ", expected alphabetical order");
    }
    Set<String> names = new HashSet<>();
    Set<Integer> types = new HashSet<>();
    for (Expert expert : experts) {
      if (!names.add(expert.name())) {
        problems.add("experts: found duplicate " + expert.name() + ", expected unique names");
      }
      int type = expert.tokenType();
      if (type < 1 || type >= tokenTypes || !types.add(type)) {
        problems.add(
            "token type of expert "
                + expert.name()
                + ": found "
                + type
                + ", expected a unique type from 1 to "
                + (tokenTypes - 1));
      }
    }
  }
}
