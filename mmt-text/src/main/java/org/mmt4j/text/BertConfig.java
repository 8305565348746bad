package org.mmt4j.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.mmt4j.nn.Activation;

/**
 * Sizes of a BERT: a post-norm transformer encoder over word, position and token-type embeddings
 * (Devlin et al. 2019).
 *
 * <p>Immutable. Two configurations are equal if all their values are.
 */
public final class BertConfig {

  /** 8 GB in float32: six times the largest BERT of Devlin et al. 2019. */
  private static final double MAX_PARAMETERS = Integer.MAX_VALUE;

  private record Values(
      int vocabularySize,
      int hiddenSize,
      int layers,
      int heads,
      int intermediateSize,
      int maxPositions,
      int tokenTypes,
      double layerNormEpsilon,
      Activation activation) {}

  private final Values values;

  private BertConfig(Values values) {
    this.values = values;
  }

  /** Returns a builder with the sizes of BERT-base, except for the vocabulary size. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these values. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.vocabularySize = vocabularySize();
    builder.hiddenSize = hiddenSize();
    builder.layers = layers();
    builder.heads = heads();
    builder.intermediateSize = intermediateSize();
    builder.maxPositions = maxPositions();
    builder.tokenTypes = tokenTypes();
    builder.layerNormEpsilon = layerNormEpsilon();
    builder.activation = activation();
    return builder;
  }

  /** Returns the number V of rows of the word-embedding table. */
  public int vocabularySize() {
    return values.vocabularySize;
  }

  /** Returns the hidden size H of every layer. */
  public int hiddenSize() {
    return values.hiddenSize;
  }

  /** Returns the number L of encoder layers. */
  public int layers() {
    return values.layers;
  }

  /** Returns the number of attention heads, a divisor of H. */
  public int heads() {
    return values.heads;
  }

  /** Returns the hidden size I of the feed-forward layers. */
  public int intermediateSize() {
    return values.intermediateSize;
  }

  /** Returns the number P of rows of the position table, the maximum number of tokens. */
  public int maxPositions() {
    return values.maxPositions;
  }

  /** Returns the number of rows of the token-type table; captions use row 0. */
  public int tokenTypes() {
    return values.tokenTypes;
  }

  /** Returns what is added to the variance in layer normalisation, 1e-12 in published models. */
  public double layerNormEpsilon() {
    return values.layerNormEpsilon;
  }

  /** Returns the activation of the feed-forward layers, the exact GELU in published models. */
  public Activation activation() {
    return values.activation;
  }

  /**
   * Returns names and shapes of all parameters, in the naming and order of HuggingFace's {@code
   * BertModel}. Dense weights are [out, in]. The {@linkplain #poolerShapes pooler} is not included:
   * no output that is used here depends on it.
   */
  public Map<String, long[]> parameterShapes() {
    int hiddenSize = hiddenSize();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("embeddings.word_embeddings.weight", shape(vocabularySize(), hiddenSize));
    shapes.put("embeddings.position_embeddings.weight", shape(maxPositions(), hiddenSize));
    shapes.put("embeddings.token_type_embeddings.weight", shape(tokenTypes(), hiddenSize));
    putNorm(shapes, "embeddings.LayerNorm");
    for (int i = 0; i < layers(); i++) {
      String layer = "encoder.layer." + i + ".";
      putDense(shapes, layer + "attention.self.query", hiddenSize, hiddenSize);
      putDense(shapes, layer + "attention.self.key", hiddenSize, hiddenSize);
      putDense(shapes, layer + "attention.self.value", hiddenSize, hiddenSize);
      putDense(shapes, layer + "attention.output.dense", hiddenSize, hiddenSize);
      putNorm(shapes, layer + "attention.output.LayerNorm");
      putDense(shapes, layer + "intermediate.dense", hiddenSize, intermediateSize());
      putDense(shapes, layer + "output.dense", intermediateSize(), hiddenSize);
      putNorm(shapes, layer + "output.LayerNorm");
    }
    return Collections.unmodifiableMap(shapes);
  }

  /**
   * Returns names and shapes of the pooler. Pretrained models may contain it; no output depends on
   * it.
   */
  public Map<String, long[]> poolerShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    putDense(shapes, "pooler.dense", hiddenSize(), hiddenSize());
    return Collections.unmodifiableMap(shapes);
  }

  private static void putDense(Map<String, long[]> shapes, String name, int inputs, int outputs) {
    shapes.put(name + ".weight", shape(outputs, inputs));
    shapes.put(name + ".bias", shape(outputs));
  }

  private void putNorm(Map<String, long[]> shapes, String name) {
    shapes.put(name + ".weight", shape(hiddenSize()));
    shapes.put(name + ".bias", shape(hiddenSize()));
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BertConfig config && values.equals(config.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "BertConfig" + values.toString().substring("Values".length());
  }

  /** Builds a {@link BertConfig}; the values are described there. */
  public static final class Builder {

    private int vocabularySize;
    private int hiddenSize = 768;
    private int layers = 12;
    private int heads = 12;
    private int intermediateSize = 3072;
    private int maxPositions = 512;
    private int tokenTypes = 2;
    private double layerNormEpsilon = 1e-12;
    private Activation activation = Activation.GELU;

    private Builder() {}

    /** Sets {@link BertConfig#vocabularySize}, which has no default. */
    public Builder vocabularySize(int vocabularySize) {
      this.vocabularySize = vocabularySize;
      return this;
    }

    /** Sets {@link BertConfig#hiddenSize}; 768. */
    public Builder hiddenSize(int hiddenSize) {
      this.hiddenSize = hiddenSize;
      return this;
    }

    /** Sets {@link BertConfig#layers}; 12. */
    public Builder layers(int layers) {
      this.layers = layers;
      return this;
    }

    /** Sets {@link BertConfig#heads}; 12. */
    public Builder heads(int heads) {
      this.heads = heads;
      return this;
    }

    /** Sets {@link BertConfig#intermediateSize}; 3072. */
    public Builder intermediateSize(int intermediateSize) {
      this.intermediateSize = intermediateSize;
      return this;
    }

    /** Sets {@link BertConfig#maxPositions}; 512. */
    public Builder maxPositions(int maxPositions) {
      this.maxPositions = maxPositions;
      return this;
    }

    /** Sets {@link BertConfig#tokenTypes}; 2. */
    public Builder tokenTypes(int tokenTypes) {
      this.tokenTypes = tokenTypes;
      return this;
    }

    /** Sets {@link BertConfig#layerNormEpsilon}; 1e-12. */
    public Builder layerNormEpsilon(double layerNormEpsilon) {
      this.layerNormEpsilon = layerNormEpsilon;
      return this;
    }

    /** Sets {@link BertConfig#activation}; {@link Activation#GELU}. */
    public Builder activation(Activation activation) {
      this.activation = activation;
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException if a size is less than 1, the epsilon is not positive, the
     *     number of heads does not divide the hidden size, or there are more than 2^31 - 1
     *     parameters
     */
    public BertConfig build() {
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
      return new BertConfig(
          new Values(
              vocabularySize,
              hiddenSize,
              layers,
              heads,
              intermediateSize,
              maxPositions,
              tokenTypes,
              layerNormEpsilon,
              activation));
    }

    private static void requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + ": found " + value + ", expected at least 1");
      }
    }
  }
}
