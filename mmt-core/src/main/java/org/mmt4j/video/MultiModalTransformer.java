package org.mmt4j.video;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.config.TemporalEncoding;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.Embedding;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerNorm;
import org.mmt4j.nn.Linear;
import org.mmt4j.nn.PackedSequences;
import org.mmt4j.nn.TransformerEncoder;
import org.mmt4j.nn.TransformerLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The multi-modal transformer (paper, section 3.1, equations 1 to 5):
 *
 * <pre>
 *   Omega(v)   = F(v) + E(v) + T(v)
 *   Psi_agg(v) = MMT(Omega(v)) = [psi_1 .. psi_N]
 * </pre>
 *
 * <p>F: features projected with one linear layer per expert and scaled to length 1, preceded by the
 * expert's aggregate: the maximum over its features, or the choice of the {@link
 * org.mmt4j.config.Architecture}. E: a learned vector per expert. T: a learned vector per second.
 * The result is the outputs at the aggregates, scaled to length 1.
 *
 * <p>Differs from the paper, as in the authors' code: the sequence starts with a [CLS] token; the
 * maximum is computed before the linear layer; projected features are scaled to length 1, so that
 * the aggregate of a missing expert starts from the scaled bias; a layer norm follows the sum.
 *
 * @param config sizes and architecture
 */
public record MultiModalTransformer(ModelConfig config) {

  /**
   * Output of the transformer.
   *
   * @param aggregates output at the aggregate of each expert, (B, d)
   * @param cls output at the [CLS], (B, d)
   */
  public record Output(List<SDVariable> aggregates, SDVariable cls) {

    /** Returns psi of each expert, (B, d): the outputs at the aggregates, scaled to length 1. */
    public List<SDVariable> psi() {
      return aggregates.stream().map(Activations::l2Normalize).toList();
    }
  }

  /**
   * Adds the encoder to a graph; {@link VideoTokens#fill} fills its inputs.
   *
   * @param context context without a scope
   */
  public Output apply(LayerContext context, VideoTokens.Shape shape) {
    LayerContext scope = context.scope("vid_bert").withInitializerRange(config.initializerRange());
    PackedSequences sequences = new VideoInputs(config, shape).sequences().declare(context);
    SDVariable omega = embed(scope.scope("embeddings"), features(context, shape), shape);
    SDVariable hidden =
        encoder()
            .applyToFirst(
                scope.scope("encoder"),
                tokens(context, omega, shape),
                sequences,
                shape.commonTokens());
    Linear.bert(config.hiddenSize(), config.hiddenSize())
        .declareUnused(scope.scope("pooler.dense"));
    List<SDVariable> aggregates =
        IntStream.range(0, config.experts().size())
            .mapToObj(e -> rows(hidden, shape.aggregateRow(e), shape.videos()))
            .toList();
    return new Output(aggregates, rows(hidden, 0, shape.videos()));
  }

  /**
   * Returns F(v): a zero row for every [CLS], then the projected aggregates of each expert, then
   * its projected features, (rows, d).
   */
  private SDVariable features(LayerContext context, VideoTokens.Shape shape) {
    int videos = shape.videos();
    List<SDVariable> projected = new FeatureProjection(config).apply(context, shape);
    List<SDVariable> blocks = new ArrayList<>();
    blocks.add(
        context.graph().constant(Nd4j.zeros(context.dataType(), videos, config.hiddenSize())));
    projected.forEach(rows -> blocks.add(rows(rows, 0, videos)));
    for (int e = 0; e < projected.size(); e++) {
      int features = shape.features().get(e);
      if (features > 0) {
        blocks.add(rows(projected.get(e), videos, features));
      }
    }
    return context.graph().concat(0, blocks.toArray(SDVariable[]::new));
  }

  /** Returns Omega(v) = F(v) + E(v) + T(v), normalized, (rows, d). */
  private SDVariable embed(LayerContext context, SDVariable features, VideoTokens.Shape shape) {
    SDVariable types = context.graph().constant(Nd4j.createFromArray(tokenTypes(shape)));
    SDVariable timed = addTime(context.scope("position_embeddings"), features, shape);
    SDVariable expert =
        new Embedding(config.tokenTypes(), config.hiddenSize())
            .apply(context.scope("token_type_embeddings"), types, config.tokenTypes());
    SDVariable omega =
        LayerNorm.of(config.hiddenSize()).apply(context.scope("layer_norm"), timed.add(expert));
    return new Dropout(config.dropout()).apply(context, omega, shape.rows(), config.hiddenSize());
  }

  /** Returns the rows of omega that are tokens of a video, in order, followed by unused rows. */
  private SDVariable tokens(LayerContext context, SDVariable omega, VideoTokens.Shape shape) {
    if (shape.tokens() == shape.rows()) {
      return omega;
    }
    SDVariable tokenOfRow = new VideoInputs(config, shape).tokenOfRow().declare(context);
    SDVariable packed = // one additional row collects the unused rows
        context.graph().unsortedSegmentSum(omega, tokenOfRow, shape.tokens() + 1);
    return rows(packed, 0, shape.tokens());
  }

  /** Returns F(v) + T(v). */
  private SDVariable addTime(LayerContext context, SDVariable features, VideoTokens.Shape shape) {
    Embedding table = new Embedding(config.positions(), config.hiddenSize());
    if (config.architecture().temporal() == TemporalEncoding.NONE) {
      table.declareUnused(context);
      return features;
    }
    SDVariable positions = new VideoInputs(config, shape).positions().declare(context);
    return features.add(table.apply(context, positions, config.positions()));
  }

  private int[] tokenTypes(VideoTokens.Shape shape) {
    int[] types = new int[shape.rows()]; // 0: [CLS]
    for (int e = 0; e < config.experts().size(); e++) {
      int type = config.experts().get(e).tokenType();
      Arrays.fill(types, shape.aggregateRow(e), shape.aggregateRow(e + 1), type);
      Arrays.fill(types, shape.featureRow(e), shape.featureRow(e + 1), type);
    }
    return types;
  }

  private TransformerEncoder encoder() {
    return new TransformerEncoder(
        config.layers(),
        new TransformerLayer(
            config.hiddenSize(),
            config.heads(),
            config.feedForward(),
            new Dropout(config.dropout()),
            new Dropout(config.attentionDropout()),
            "layer_norm",
            LayerNorm.BERT_EPSILON));
  }

  private SDVariable rows(SDVariable hidden, int first, int count) {
    return hidden.getSameDiff().slice(hidden, new int[] {first, 0}, count, config.hiddenSize());
  }
}
