package org.mmt4j.config;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mmt4j.data.Expert;

/**
 * The sizes of a model: with its caption encoder, all that its graphs are built from.
 *
 * @param experts in alphabetical order of their names, each with a token type of its own
 * @param hiddenSize d_model: length of every token and of the embedding of one expert
 * @param layers of the video encoder
 * @param heads of the video encoder's attention, a divisor of the hidden size
 * @param feedForward size inside the video encoder's feed-forward layers
 * @param positions rows of the temporal embedding table: T_agg, T_unk, then one a second; later
 *     seconds share the last
 * @param tokenTypes rows of the expert embedding table: row 0 is the video's [CLS]
 * @param maxFeatures K: features an expert that the encoder reads; of more, a choice
 * @param dropout after the video encoder's embeddings, attention and feed-forward layers
 * @param attentionDropout of the video encoder's attention weights
 * @param captionDropout of the caption's vector before the mixture weights
 * @param initializerRange standard deviation of the video encoder's first weights, under BERT's
 *     name for it; matters to new models only
 * @param architecture which form of the model
 */
public record ModelConfig(
    ImmutableList<Expert> experts,
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
    Architecture architecture) {

  /** Position of aggregates, and of the video's [CLS]. */
  public static final int AGGREGATE_POSITION = 0;

  /** Position of features without a time. */
  public static final int UNKNOWN_POSITION = 1;

  /** Sizes that no model needs, and that would only exhaust memory, are above this. */
  public static final int LARGEST_SIZE = 1 << 16;

  /**
   * Checks all sizes.
   *
   * @throws IllegalArgumentException if anything is wrong, with all problems, a line each
   */
  public ModelConfig {
    List<String> problems = new ArrayList<>();
    requireSize(problems, "hidden size", hiddenSize);
    requireSize(problems, "layers", layers);
    requireSize(problems, "heads", heads);
    requireSize(problems, "feedForward", feedForward);
    if (positions < 3 || positions > LARGEST_SIZE + 2) {
      problems.add(
          "positions (T_agg, T_unk and one a second): found "
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
      problems.add("initializerRange: found " + initializerRange + ", expected above 0, at most 1");
    }
    requireExperts(problems, experts, tokenTypes);
    if (architecture.encoder() == VideoEncoder.COLLABORATIVE_GATING && experts.size() == 1) {
      problems.add("experts: found 1 with the encoder COLLABORATIVE_GATING, expected 2 or more");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** The same with another K; no parameter depends on it. */
  public ModelConfig withMaxFeatures(int other) {
    return new ModelConfig(
        experts,
        hiddenSize,
        layers,
        heads,
        feedForward,
        positions,
        tokenTypes,
        other,
        dropout,
        attentionDropout,
        captionDropout,
        initializerRange,
        architecture);
  }

  /** Names of the experts, in their order. */
  public ImmutableList<String> expertNames() {
    return experts.stream().map(Expert::name).collect(ImmutableList.toImmutableList());
  }

  /** Length of the vector that holds the embeddings of all experts, N * d_model. */
  public int packedDimension() {
    return experts.size() * hiddenSize;
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

  private static void requireExperts(
      List<String> problems, ImmutableList<Expert> experts, int tokenTypes) {
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
        problems.add("experts: found " + expert.name() + " twice, expected each once");
      }
      int type = expert.tokenType();
      if (type < 1 || type >= tokenTypes || !types.add(type)) {
        problems.add(
            "token type of expert "
                + expert.name()
                + ": found "
                + type
                + ", expected one of its own from 1 to "
                + (tokenTypes - 1));
      }
    }
  }
}
