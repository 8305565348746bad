package org.mmt4j.train;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.loss.RankingLoss;
import org.mmt4j.nn.ParameterNames;

/**
 * Configuration of a training, without its model and data (paper, sections 3.4 and 4.2): Adam on
 * the bi-directional max-margin ranking loss. The defaults are the paper's for MSR-VTT: 50 000
 * steps of 32 pairs, learning rate 5e-5 times 0.95 every 1000 steps, margin 0.05.
 *
 * <pre>{@code
 * TrainingConfig config = TrainingConfig.builder().steps(1000).batchSize(8).seed(1).build();
 * }</pre>
 *
 * <p>Immutable. Two configurations are equal if all their values are. {@link #toJson} writes and
 * {@link #fromJson} reads the values; {@link #fingerprint} identifies them.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonDeserialize(builder = TrainingConfig.Builder.class)
public final class TrainingConfig {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private final int steps;
  private final int epochs;
  private final int batchSize;
  private final int gradientAccumulationSteps;
  private final int hardNegativeGroup;
  private final int captionsPerVideo;
  private final boolean replacement;
  private final boolean frozenCaptionEncoder;
  private final LearningRateSchedule learningRate;
  private final List<RateGroup> rateGroups;
  private final List<ParameterNames> frozen;
  private final Adam optimizer;
  private final double maxGradientNorm;
  private final RankingLoss loss;
  private final int evaluationSteps;
  private final int patience;
  private final Precision precision;
  private final long seed;

  private TrainingConfig(Builder builder) {
    steps = builder.steps;
    epochs = builder.epochs;
    batchSize = builder.batchSize;
    gradientAccumulationSteps = builder.gradientAccumulationSteps;
    hardNegativeGroup = builder.hardNegativeGroup;
    captionsPerVideo = builder.captionsPerVideo;
    replacement = builder.replacement;
    frozenCaptionEncoder = builder.frozenCaptionEncoder;
    learningRate = builder.learningRate;
    rateGroups = List.copyOf(builder.rateGroups);
    frozen = List.copyOf(builder.frozen);
    optimizer = builder.optimizer;
    maxGradientNorm = builder.maxGradientNorm;
    loss = builder.loss;
    evaluationSteps = builder.evaluationSteps;
    patience = builder.patience;
    precision = builder.precision;
    seed = builder.seed;
  }

  /** Returns a builder with the paper's values for MSR-VTT. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these values. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.steps = steps;
    builder.epochs = epochs;
    builder.batchSize = batchSize;
    builder.gradientAccumulationSteps = gradientAccumulationSteps;
    builder.hardNegativeGroup = hardNegativeGroup;
    builder.captionsPerVideo = captionsPerVideo;
    builder.replacement = replacement;
    builder.frozenCaptionEncoder = frozenCaptionEncoder;
    builder.learningRate = learningRate;
    builder.rateGroups = new ArrayList<>(rateGroups);
    builder.frozen = new ArrayList<>(frozen);
    builder.optimizer = optimizer;
    builder.maxGradientNorm = maxGradientNorm;
    builder.loss = loss;
    builder.evaluationSteps = evaluationSteps;
    builder.patience = patience;
    builder.precision = precision;
    builder.seed = seed;
    return builder;
  }

  /**
   * Reads the output of {@link #toJson}; missing values get their defaults.
   *
   * @throws IllegalArgumentException if the text is not JSON, has an unknown key, or a value is out
   *     of range
   */
  public static TrainingConfig fromJson(String json) {
    try {
      TrainingConfig config = JSON.readValue(json, TrainingConfig.class);
      if (config == null) {
        throw new IllegalArgumentException(
            "training configuration: found null, expected a JSON object");
      }
      return config;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "training configuration: " + place(e) + e.getOriginalMessage(), e);
    }
  }

  private static String place(JsonProcessingException problem) {
    return problem instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
        ? mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."))
            + ": "
        : "";
  }

  /** Returns all values as JSON, sorted by name. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // cannot happen: all values can be written
    }
  }

  /** Returns all values as JSON, by name. */
  SortedMap<String, String> values() {
    SortedMap<String, String> values = new TreeMap<>();
    JSON.<JsonNode>valueToTree(this)
        .properties()
        .forEach(value -> values.put(value.getKey(), value.getValue().toString()));
    return values;
  }

  /** Returns the SHA-256 of {@link #toJson}, in hexadecimal digits. */
  public String fingerprint() {
    return Hashing.sha256().hashString(toJson(), StandardCharsets.UTF_8).toString();
  }

  /** Returns the number of updates; ignored if {@link #epochs} is positive. */
  public int steps() {
    return steps;
  }

  /** Returns the number of epochs; 0 if {@link #steps} is used instead. */
  public int epochs() {
    return epochs;
  }

  /** Returns the number of pairs per batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Returns the number of batches whose mean gradient makes one update. */
  public int gradientAccumulationSteps() {
    return gradientAccumulationSteps;
  }

  /** Returns the number of adjacent videos in the data that stay together in a batch. */
  public int hardNegativeGroup() {
    return hardNegativeGroup;
  }

  /** Returns the number of captions per video in a batch. */
  public int captionsPerVideo() {
    return captionsPerVideo;
  }

  /** Returns whether videos are drawn with replacement. */
  public boolean replacement() {
    return replacement;
  }

  /** Returns whether the caption encoder is frozen and encodes without dropout. */
  public boolean frozenCaptionEncoder() {
    return frozenCaptionEncoder;
  }

  /** Returns the learning rate schedule. */
  public LearningRateSchedule learningRate() {
    return learningRate;
  }

  /** Returns the parameters with their own learning rate. */
  public List<RateGroup> rateGroups() {
    return rateGroups;
  }

  /** Returns the parameters that are not trained. */
  public List<ParameterNames> frozen() {
    return frozen;
  }

  /** Returns the optimizer. */
  public Adam optimizer() {
    return optimizer;
  }

  /** Returns the largest norm of the gradients of a step; infinite if gradients are not clipped. */
  public double maxGradientNorm() {
    return maxGradientNorm;
  }

  /** Returns the loss. */
  public RankingLoss loss() {
    return loss;
  }

  /** Returns the number of steps between evaluations. */
  public int evaluationSteps() {
    return evaluationSteps;
  }

  /**
   * Returns the number of evaluations without improvement after which training stops; 0 for never.
   */
  public int patience() {
    return patience;
  }

  /** Returns the precision of matrix products in training. */
  public Precision precision() {
    return precision;
  }

  /** Returns the seed of all random numbers. */
  public long seed() {
    return seed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingConfig config && toJson().equals(config.toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }

  /** Builds a {@link TrainingConfig}. */
  @JsonPOJOBuilder(withPrefix = "")
  @JsonAutoDetect(
      fieldVisibility = JsonAutoDetect.Visibility.ANY,
      setterVisibility = JsonAutoDetect.Visibility.NONE)
  public static final class Builder {

    private int steps = 50_000;
    private int epochs;
    private int batchSize = 32;
    private int gradientAccumulationSteps = 1;
    private int hardNegativeGroup = 1;
    private int captionsPerVideo = 1;
    private boolean replacement;
    private boolean frozenCaptionEncoder;
    private LearningRateSchedule learningRate =
        LearningRateSchedule.exponentialDecay(5e-5, 0.95, 1000);
    private List<RateGroup> rateGroups = new ArrayList<>();
    private List<ParameterNames> frozen = new ArrayList<>();
    private Adam optimizer = Adam.PUBLISHED;
    private double maxGradientNorm = Double.POSITIVE_INFINITY;
    private RankingLoss loss = MaxMarginRankingLoss.of(0.05);
    private int evaluationSteps = 1000;
    private int patience;
    private Precision precision = Precision.FLOAT32;
    private long seed;

    private Builder() {}

    /** Sets the number of updates. Default: 50 000. Replaces the number of epochs. */
    public Builder steps(int steps) {
      this.steps = steps;
      this.epochs = 0;
      return this;
    }

    /**
     * Sets the number of epochs. Each epoch reads every video once, except those that do not fill a
     * step. Replaces the number of steps. Only for a single data set.
     */
    public Builder epochs(int epochs) {
      requireAtLeast(1, epochs, "epochs");
      this.epochs = epochs;
      return this;
    }

    /** Sets the number of pairs per batch. Default: 32. */
    public Builder batchSize(int batchSize) {
      this.batchSize = batchSize;
      return this;
    }

    /**
     * Sets the number of batches whose mean gradient makes one update. Default: 1. The loss
     * compares only pairs of the same batch.
     */
    public Builder gradientAccumulationSteps(int batches) {
      this.gradientAccumulationSteps = batches;
      return this;
    }

    /**
     * Sets the size of a hard-negative group. Default: 1. A group is a number of adjacent videos in
     * the data: a video and the videos most easily mistaken for it. They stay together in a batch,
     * so that the loss compares them.
     */
    public Builder hardNegativeGroup(int videos) {
      this.hardNegativeGroup = videos;
      return this;
    }

    /**
     * Sets the number of captions per video in a batch. Default: 1. They are drawn at random. Their
     * similarities to each video are averaged before the loss, as in the reference.
     */
    public Builder captionsPerVideo(int captions) {
      this.captionsPerVideo = captions;
      return this;
    }

    /**
     * Sets whether videos are drawn with replacement, as the reference does. A batch may then hold
     * a video several times, and the loss treats the duplicates as different videos. Default:
     * without replacement, every video is drawn once per epoch.
     */
    public Builder replacement(boolean replacement) {
      this.replacement = replacement;
      return this;
    }

    /**
     * Sets whether the caption encoder is frozen: captions are encoded without dropout and in
     * single precision. If all data is in memory, all captions are encoded before the first step
     * and kept, at 4 bytes times the encoder's hidden size per caption. If data is read from files,
     * the captions are encoded batch by batch.
     */
    public Builder frozenCaptionEncoder(boolean frozen) {
      this.frozenCaptionEncoder = frozen;
      return this;
    }

    /**
     * Freezes parameters: they get no gradient, no Adam moments and no update. Dropout and running
     * statistics of their layers stay active, as in the reference. Repeated calls add parameters.
     * {@code BertParameters} of mmt-text selects parts of BERT.
     */
    public Builder freeze(ParameterNames names) {
      frozen.add(names);
      return this;
    }

    /** Sets the learning rate schedule. Default: 5e-5, times 0.95 every 1000 steps. */
    public Builder learningRate(LearningRateSchedule schedule) {
      this.learningRate = schedule;
      return this;
    }

    /**
     * Multiplies the learning rate of some parameters, such as those of a pretrained caption
     * encoder. Each parameter may have at most one factor.
     *
     * @throws IllegalArgumentException if the factor is not a positive number
     */
    public Builder learningRateFactor(double factor, ParameterNames names) {
      rateGroups.add(new RateGroup(names, factor));
      return this;
    }

    /** Sets the optimizer. Default: {@link Adam#PUBLISHED}. */
    public Builder optimizer(Adam adam) {
      this.optimizer = adam;
      return this;
    }

    /**
     * Clips gradients: if their norm over all trained parameters is larger than this norm, they are
     * scaled down to it (Pascanu et al. 2013). Default: no clipping.
     */
    public Builder maxGradientNorm(double maxNorm) {
      this.maxGradientNorm = maxNorm;
      return this;
    }

    /** Sets the loss. Default: max-margin ranking loss with margin 0.05. */
    public Builder loss(RankingLoss loss) {
      this.loss = loss;
      return this;
    }

    /**
     * Sets the number of steps between evaluations on the trainer's validation videos, if any.
     * Default: 1000. One more evaluation follows the last step.
     */
    public Builder evaluationSteps(int steps) {
      this.evaluationSteps = steps;
      return this;
    }

    /**
     * Stops training after this number of evaluations without improvement, and returns the best
     * model instead of the last. Default: 0, never stop early.
     */
    public Builder patience(int evaluations) {
      this.patience = evaluations;
      return this;
    }

    /**
     * Sets the precision of matrix products in training. Default: float32. With bfloat16,
     * parameters, gradients, optimizer, normalisation, softmax and loss stay in single precision,
     * so that the loss needs no scaling. Evaluations during training have the precision of the
     * model that the training starts from.
     */
    public Builder precision(Precision precision) {
      this.precision = precision;
      return this;
    }

    /**
     * Sets the seed for the order of the data, the choice of captions and features, and dropout.
     * Default: 0.
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public TrainingConfig build() {
      requireAtLeast(1, steps, "steps");
      requireAtLeast(0, epochs, "epochs");
      if (batchSize < 2) {
        throw new IllegalArgumentException(
            "batch size: found " + batchSize + ", expected at least 2: the loss compares pairs");
      }
      requireAtLeast(1, gradientAccumulationSteps, "gradient accumulation steps");
      requireAtLeast(1, captionsPerVideo, "captions per video");
      if (epochs == 0) { // otherwise the steps are not used
        requireProduct("steps times gradient accumulation steps", steps, gradientAccumulationSteps);
      }
      requireProduct("batch size times captions per video", batchSize, captionsPerVideo);
      if (!(maxGradientNorm > 0)) {
        throw new IllegalArgumentException(
            "max gradient norm: found " + maxGradientNorm + ", expected a positive number");
      }
      if (hardNegativeGroup < 1 || batchSize % hardNegativeGroup != 0) {
        throw new IllegalArgumentException(
            "batch size: found "
                + batchSize
                + ", expected a multiple of the hard-negative group "
                + hardNegativeGroup);
      }
      requireAtLeast(1, evaluationSteps, "steps between evaluations");
      requireAtLeast(0, patience, "evaluations before early stop");
      return new TrainingConfig(this);
    }

    private static void requireProduct(String what, int first, int second) {
      long product = (long) first * second;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            what + ": found " + product + ", expected at most " + Integer.MAX_VALUE);
      }
    }

    private static void requireAtLeast(int least, int found, String what) {
      if (found < least) {
        throw new IllegalArgumentException(
            what + ": found " + found + ", expected at least " + least);
      }
    }
  }
}
