package org.mmt4j.nn;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.mmt4j.config.Projection;
import org.mmt4j.similarity.CaptionProjection;
import org.mmt4j.similarity.MixtureWeights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** For each layer, the gradients of SameDiff's session, replay and central differences agree. */
class LayerGradientTest {

  /** Two sequences of 3 and 2 tokens, one of them masked, and a padding row. */
  private static final int[] SEQUENCE_OF_ROW = {0, 1, 0, 1, 0, -1};

  private static final boolean[] VISIBLE = {true, true, true, true, false, true};
  private static final int SEQUENCES = 2;
  private static final int LENGTH = 4;
  private static final PackedSequences.Input TOKENS =
      new PackedSequences.Input("tokens", SEQUENCES, LENGTH, SEQUENCE_OF_ROW.length);

  @Test
  void linear() {
    GradientCheck.check((context, x) -> Linear.of(3, 4).apply(context, x), 5, 3);
  }

  @Test
  void linearToOneValue() {
    GradientCheck.check((context, x) -> Linear.of(3, 1).apply(context, x), 5, 3);
  }

  @Test
  void linearOfOneRow() {
    GradientCheck.check((context, x) -> Linear.of(3, 4).apply(context, x), 1, 3);
  }

  @Test
  void layerNorm() {
    GradientCheck.check((context, x) -> LayerNorm.of(6).apply(context, x), 4, 6);
  }

  @Test
  void batchNormInTraining() {
    GradientCheck.check((context, x) -> new BatchNorm(3).apply(context, x, 5), 5, 3);
  }

  @Test
  void gelu() {
    GradientCheck.check((context, x) -> Activations.gelu(x), 4, 5);
  }

  @Test
  void l2Normalize() {
    GradientCheck.check((context, x) -> Activations.l2Normalize(x), 4, 5);
  }

  @Test
  void feedForward() {
    GradientCheck.check((context, x) -> new FeedForward(4, 6).apply(context, x), 3, 4);
  }

  @Test
  void gatedEmbeddingUnit() {
    for (boolean batchNorm : new boolean[] {true, false}) {
      GradientCheck.check(
          (context, x) -> new GatedEmbeddingUnit(3, 5, batchNorm).apply(context, x, 4), 4, 3);
    }
  }

  @Test
  void embeddingWithPartOfTheTable() {
    GradientCheck.check(
        (context, x) ->
            x.mul(
                new Embedding(6, 3)
                    .apply(
                        context.scope("table"),
                        context.graph().constant(Nd4j.createFromArray(0, 3, 3, 1)),
                        4)),
        4,
        3);
  }

  @Test
  void multiHeadAttentionOverPackedSequences() {
    GradientCheck.check(
        (context, x) ->
            new MultiHeadAttention(4, 2, new Dropout(0)).apply(context, x, sequences(context)),
        graph -> TOKENS.fill(graph, SEQUENCE_OF_ROW, VISIBLE),
        SEQUENCE_OF_ROW.length,
        4);
  }

  @Test
  void transformerLayerOverPackedSequences() {
    GradientCheck.check(
        (context, x) ->
            new TransformerLayer(4, 2, 6, none(), none(), "norm", 1e-12)
                .apply(context, x, sequences(context)),
        graph -> TOKENS.fill(graph, SEQUENCE_OF_ROW, VISIBLE),
        SEQUENCE_OF_ROW.length,
        4);
  }

  @Test
  void twoTransformerLayersAppliedToTheFirstTokens() {
    TransformerLayer layer = new TransformerLayer(4, 2, 6, none(), none(), "norm", 1e-12);
    for (int tokens : new int[] {1, 2}) {
      GradientCheck.check(
          (context, x) ->
              new TransformerEncoder(2, layer).applyToFirst(context, x, sequences(context), tokens),
          graph -> TOKENS.fill(graph, SEQUENCE_OF_ROW, VISIBLE),
          SEQUENCE_OF_ROW.length,
          4);
    }
  }

  @Test
  void twoTransformerLayers() {
    TransformerLayer layer = new TransformerLayer(4, 2, 6, none(), none(), "norm", 1e-12);
    GradientCheck.check(
        (context, x) -> new TransformerEncoder(2, layer).apply(context, x, sequences(context)),
        graph -> TOKENS.fill(graph, SEQUENCE_OF_ROW, VISIBLE),
        SEQUENCE_OF_ROW.length,
        4);
  }

  @Test
  void poolingOfUnmaskedTokens() {
    for (Pooling pooling : Pooling.values()) {
      GradientCheck.check(
          (context, x) -> pooling.overTokens(sequences(context), x, 4),
          graph -> TOKENS.fill(graph, SEQUENCE_OF_ROW, VISIBLE),
          SEQUENCE_OF_ROW.length,
          4);
    }
  }

  @Test
  void poolingOfAllTokens() {
    for (Pooling pooling : Pooling.values()) {
      GradientCheck.check((context, x) -> pooling.all(x.reshape(2, 3, 4)), 6, 4);
    }
  }

  @Test
  void lstm() {
    GradientCheck.check(
        (context, x) -> new Lstm(4, 3).apply(context, sequences(context), x),
        graph -> TOKENS.fill(graph, SEQUENCE_OF_ROW, VISIBLE),
        SEQUENCE_OF_ROW.length,
        4);
  }

  @Test
  void mixtureWeights() {
    ImmutableList<String> experts = ImmutableList.of("a", "b", "c");
    GradientCheck.check(
        (context, x) -> new MixtureWeights("moe", experts, 4, none()).apply(context, x, 3), 3, 4);
  }

  @Test
  void captionProjection() {
    ImmutableList<String> experts = ImmutableList.of("a", "b");
    INDArray weights = Nd4j.createFromArray(new double[][] {{0.3, 0.7}, {0.9, 0.1}, {0.5, 0.5}});
    for (Projection projection : Projection.values()) {
      GradientCheck.check(
          (context, x) ->
              new CaptionProjection(experts, 4, 2, projection)
                  .apply(context, x, context.graph().constant(weights), 3),
          3,
          4);
    }
  }

  private static Dropout none() {
    return new Dropout(0);
  }

  private static PackedSequences sequences(LayerContext context) {
    return TOKENS.declare(context);
  }
}
