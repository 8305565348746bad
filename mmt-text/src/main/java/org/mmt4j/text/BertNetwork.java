package org.mmt4j.text;

import org.mmt4j.CaptionTokens;
import org.mmt4j.graph.Initializer;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.Embedding;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerNorm;
import org.mmt4j.nn.TransformerEncoder;
import org.mmt4j.nn.TransformerLayer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * BERT as a part of a graph: word, position and token-type embeddings summed and normalised, then a
 * post-norm transformer encoder; a caption's vector is the last layer's output at its first token,
 * [CLS] (paper, section 3.2).
 *
 * <p>Parameters under HuggingFace's names. The pooler is among them and read by nothing, as in the
 * authors' code.
 *
 * @param config sizes
 * @param dropout after the embeddings, attention and feed-forward layers
 * @param attentionDropout of attention weights
 */
public record BertNetwork(BertConfig config, double dropout, double attentionDropout) {

  /**
   * Adds BERT to a graph.
   *
   * @param context with the scope of the parameters
   * @return outputs at [CLS], (captions, hidden size)
   */
  public SDVariable apply(LayerContext context, CaptionTokens.Shape shape) {
    SDVariable hidden = hidden(context, shape);
    declarePooler(context.scope("pooler.dense"));
    // the first tokens of all captions are the first rows
    return context.graph().slice(hidden, new int[] {0, 0}, shape.captions(), config.hiddenSize());
  }

  /**
   * Adds BERT without its pooler to a graph.
   *
   * @param context with the scope of the parameters
   * @return outputs at all tokens, (tokens, hidden size), in the order of {@code shape}
   */
  SDVariable hidden(LayerContext context, CaptionTokens.Shape shape) {
    SDVariable embedded = embed(context.scope("embeddings"), shape);
    return encoder().apply(context.scope("encoder"), embedded, shape.sequences(context));
  }

  private SDVariable embed(LayerContext context, CaptionTokens.Shape shape) {
    int width = config.hiddenSize();
    SDVariable words =
        context
            .scope("word_embeddings")
            .rows(
                "weight",
                context.normalWeights(),
                config.vocabularySize(),
                width,
                CaptionTokens.IDS,
                shape.rows());
    SDVariable positions =
        new Embedding(config.maxPositions(), width)
            .apply(context.scope("position_embeddings"), shape.positions(context), shape.length());
    SDVariable types =
        context
            .scope("token_type_embeddings")
            .parameter("weight", context.normalWeights(), config.tokenTypes(), width);
    SDVariable firstType = context.graph().slice(types, new int[] {0, 0}, 1, width); // (1, width)
    SDVariable sum = words.add(positions).add(firstType);
    SDVariable normalized =
        new LayerNorm(width, config.layerNormEpsilon()).apply(context.scope("LayerNorm"), sum);
    return new Dropout(dropout).apply(context, normalized, shape.rows(), width);
  }

  private TransformerEncoder encoder() {
    return new TransformerEncoder(
        config.layers(),
        new TransformerLayer(
            config.hiddenSize(),
            config.heads(),
            config.intermediateSize(),
            new Dropout(dropout),
            new Dropout(attentionDropout),
            "LayerNorm",
            config.layerNormEpsilon()));
  }

  private void declarePooler(LayerContext context) {
    context.unused("weight", context.normalWeights(), config.hiddenSize(), config.hiddenSize());
    context.unused("bias", Initializer.constant(0), config.hiddenSize());
  }
}
