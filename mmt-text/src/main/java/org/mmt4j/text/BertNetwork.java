package org.mmt4j.text;

import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.Initializer;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.Embedding;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerNorm;
import org.mmt4j.nn.Linear;
import org.mmt4j.nn.PackedSequences;
import org.mmt4j.nn.Pooling;
import org.mmt4j.nn.TransformerEncoder;
import org.mmt4j.nn.TransformerLayer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * BERT as part of a graph: the normalised sum of word, position and token-type embeddings, then a
 * post-norm transformer encoder. The vector of a caption is the output of the last layer at the
 * first token, [CLS] (paper, section 3.2), or is pooled as {@link BertPooling} defines.
 *
 * <p>The parameters have HuggingFace's names. They include the pooler, which nothing reads, as in
 * the authors' code.
 *
 * @param config sizes
 * @param options dropout and pooling
 */
public record BertNetwork(BertConfig config, BertOptions options) {

  private static final String ENCODER = "encoder";

  /**
   * Adds BERT to a graph.
   *
   * @param context has the scope of the parameters
   * @return h(c), (captions, hidden size)
   */
  public SDVariable apply(LayerContext context, CaptionTokens.Shape shape) {
    PackedSequences sequences = shape.sequences().declare(context);
    SDVariable pooled =
        switch (options.pooling()) {
          // the first tokens of all captions are the first rows
          case CLS ->
              encoder().applyToFirst(context.scope(ENCODER), embed(context, shape), sequences, 1);
          case MAX -> Pooling.MAX.all(withoutCls(sequences, hidden(context, shape, sequences)));
          case MEAN -> Pooling.MEAN.all(withoutCls(sequences, hidden(context, shape, sequences)));
          case MAX_TOKENS ->
              Pooling.MAX.overTokens(
                  sequences, hidden(context, shape, sequences), config.hiddenSize());
          case MEAN_TOKENS ->
              Pooling.MEAN.overTokens(
                  sequences, hidden(context, shape, sequences), config.hiddenSize());
        };
    Linear.bert(config.hiddenSize(), config.hiddenSize())
        .declareUnused(context.scope("pooler.dense"));
    return pooled;
  }

  /** Drops the first token: (tokens, hidden size) to (captions, length - 1, hidden size). */
  private SDVariable withoutCls(PackedSequences sequences, SDVariable hidden) {
    int hiddenSize = config.hiddenSize();
    return hidden
        .getSameDiff()
        .slice(
            sequences.block(hidden, hiddenSize),
            new int[] {0, 1, 0},
            sequences.sequences(),
            sequences.length() - 1,
            hiddenSize);
  }

  /**
   * Adds BERT without its pooler to a graph.
   *
   * @param context has the scope of the parameters
   * @return outputs at all tokens, (tokens, hidden size), in the order of {@code shape}
   */
  SDVariable hidden(LayerContext context, CaptionTokens.Shape shape, PackedSequences sequences) {
    return encoder().apply(context.scope(ENCODER), embed(context, shape), sequences);
  }

  private SDVariable embed(LayerContext bert, CaptionTokens.Shape shape) {
    LayerContext context = bert.scope("embeddings");
    int hiddenSize = config.hiddenSize();
    context.integers("position_ids", Initializer.range(), 1, config.maxPositions());
    SDVariable words =
        context
            .scope("word_embeddings")
            .rows(
                "weight",
                context.normalWeights(),
                config.vocabularySize(),
                hiddenSize,
                CaptionTokens.IDS,
                shape.rows());
    SDVariable positions =
        new Embedding(config.maxPositions(), hiddenSize)
            .apply(
                context.scope("position_embeddings"),
                shape.positions().declare(context),
                shape.length());
    SDVariable types =
        context
            .scope("token_type_embeddings")
            .parameter("weight", context.normalWeights(), config.tokenTypes(), hiddenSize);
    SDVariable firstType =
        context.graph().slice(types, new int[] {0, 0}, 1, hiddenSize); // (1, hiddenSize)
    SDVariable sum = words.add(positions).add(firstType);
    SDVariable normalized =
        new LayerNorm(hiddenSize, config.layerNormEpsilon()).apply(context.scope("LayerNorm"), sum);
    return new Dropout(options.dropout()).apply(context, normalized, shape.rows(), hiddenSize);
  }

  private TransformerEncoder encoder() {
    return new TransformerEncoder(
        config.layers(),
        new TransformerLayer(
            config.hiddenSize(),
            config.heads(),
            config.intermediateSize(),
            new Dropout(options.dropout()),
            new Dropout(options.attentionDropout()),
            "LayerNorm",
            config.layerNormEpsilon(),
            config.activation()));
  }
}
