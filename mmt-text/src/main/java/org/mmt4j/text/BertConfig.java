package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableLongArray;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sizes of a BERT: a post-norm transformer encoder with erf GELU over word, position and token-type
 * embeddings (Devlin et al. 2019).
 *
 * @param vocabularySize number V of rows of the word-embedding table
 * @param hiddenSize hidden size H of every layer
 * @param layers number L of encoder layers
 * @param heads number of attention heads, a divisor of H
 * @param intermediateSize hidden size I of the feed-forward layers
 * @param maxPositions number P of rows of the position table, the maximum number of tokens
 * @param tokenTypes number of rows of the token-type table; captions use row 0
 * @param layerNormEpsilon added to the variance in layer normalisation, 1e-12 in published models
 */
public record BertConfig(
    int vocabularySize,
    int hiddenSize,
    int layers,
    int heads,
    int intermediateSize,
    int maxPositions,
    int tokenTypes,
    double layerNormEpsilon) {

  /** 8 GB in float32: six times the largest BERT of Devlin et al. 2019. */
  private static final double MAX_PARAMETERS = Integer.MAX_VALUE;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is less than 1, the epsilon is not positive, the
   *     number of heads does not divide the hidden size, or there are more than 2^31 - 1 parameters
   */
  public BertConfig {
    requirePositive("vocabulary size", vocabularySize);
    requirePositive("hidden size", hiddenSize);
    requirePositive("layers", layers);
    requirePositive("heads", heads);
    requirePositive("intermediate size", intermediateSize);
    requirePositive("positions", maxPositions);
    requirePositive("token types", tokenTypes);
    if (!(layerNormEpsilon > 0) || Double.isInfinite(layerNormEpsilon)) {
      throw new IllegalArgumentException(
          "layer norm epsilon: found " + layerNormEpsilon + ", expected a positive number");
    }
    if (hiddenSize % heads != 0) {
      throw new IllegalArgumentException(
          "heads: found " + heads + ", expected a divisor of the hidden size " + hiddenSize);
    }
    double h = hiddenSize;
    double embeddings = ((double) vocabularySize + maxPositions + tokenTypes) * h;
    double layer = 4 * h * h + 2 * h * intermediateSize;
    if (embeddings + layers * layer > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "number of parameters of this BERT: found %.3g, expected at most %.3g",
              embeddings + layers * layer,
              MAX_PARAMETERS));
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": found " + value + ", expected at least 1");
    }
  }

  /**
   * Returns names and shapes of all parameters, in the naming and order of HuggingFace's {@code
   * BertModel}. Dense weights are [out, in]. The {@linkplain #poolerShapes pooler} is not included:
   * no output that is used here depends on it.
   */
  public ImmutableMap<String, ImmutableLongArray> parameterShapes() {
    Map<String, ImmutableLongArray> shapes = new LinkedHashMap<>();
    shapes.put("embeddings.word_embeddings.weight", shape(vocabularySize, hiddenSize));
    shapes.put("embeddings.position_embeddings.weight", shape(maxPositions, hiddenSize));
    shapes.put("embeddings.token_type_embeddings.weight", shape(tokenTypes, hiddenSize));
    putNorm(shapes, "embeddings.LayerNorm");
    for (int i = 0; i < layers; i++) {
      String layer = "encoder.layer." + i + ".";
      putDense(shapes, layer + "attention.self.query", hiddenSize, hiddenSize);
      putDense(shapes, layer + "attention.self.key", hiddenSize, hiddenSize);
      putDense(shapes, layer + "attention.self.value", hiddenSize, hiddenSize);
      putDense(shapes, layer + "attention.output.dense", hiddenSize, hiddenSize);
      putNorm(shapes, layer + "attention.output.LayerNorm");
      putDense(shapes, layer + "intermediate.dense", hiddenSize, intermediateSize);
      putDense(shapes, layer + "output.dense", intermediateSize, hiddenSize);
      putNorm(shapes, layer + "output.LayerNorm");
    }
    return ImmutableMap.copyOf(shapes);
  }

  /**
   * Returns names and shapes of the pooler. Pretrained models may contain it; no output depends on
   * it.
   */
  public ImmutableMap<String, ImmutableLongArray> poolerShapes() {
    Map<String, ImmutableLongArray> shapes = new LinkedHashMap<>();
    putDense(shapes, "pooler.dense", hiddenSize, hiddenSize);
    return ImmutableMap.copyOf(shapes);
  }

  private static void putDense(
      Map<String, ImmutableLongArray> shapes, String name, int inputs, int outputs) {
    shapes.put(name + ".weight", shape(outputs, inputs));
    shapes.put(name + ".bias", shape(outputs));
  }

  private void putNorm(Map<String, ImmutableLongArray> shapes, String name) {
    shapes.put(name + ".weight", shape(hiddenSize));
    shapes.put(name + ".bias", shape(hiddenSize));
  }

  private static ImmutableLongArray shape(long... sizes) {
    return ImmutableLongArray.copyOf(sizes);
  }
}
