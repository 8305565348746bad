package org.mmt4j.video;

import java.util.ArrayList;
import java.util.List;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.BatchNorm;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Linear;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Collaborative gating (Liu et al., Collaborative Experts; paper, Table 1, COLL), as in the
 * authors' code. For the projected aggregates x_1 .. x_N of a video:
 *
 * <pre>
 *   t_i   = 1/n_i sum_{j != i} g_2(relu(dropout(g_1([x_i; x_j])))), over present experts j
 *   m_i   = f_2(relu(dropout(f_1(t_i))))
 *   psi_i = x_i * sigmoid(batchNorm(m_i) + batchNorm2(W_i x_i + b_i)), scaled to length 1
 * </pre>
 *
 * <p>n_i is the number of those experts; t_i is 0 if expert i is missing or the only one. The
 * checkpoints contain {@code f_reason_3} and four batch norms that are not used.
 *
 * @param config sizes and architecture
 */
public record CollaborativeGating(ModelConfig config) {

  private static final double NO_EXPERTS = 1e-11;
  private static final List<String> UNUSED_NORMS =
      List.of("batch_norm_g1", "batch_norm_g2", "batch_norm_f1", "batch_norm_f2");

  /**
   * Adds the encoder to a graph; {@link VideoTokens#fill} fills its inputs.
   *
   * @return psi of each expert, (B, d)
   */
  public List<SDVariable> apply(LayerContext context, VideoTokens.Shape shape) {
    List<SDVariable> experts = new SeparateExperts(config).apply(context, shape);
    int videos = shape.videos();
    int rows = experts.size() * videos; // N B: expert by expert
    SDVariable common =
        common(
            context, experts, new VideoInputs(config, shape).presence().declare(context), videos);
    SDVariable masks = perceptron(context, "f_reason", config.hiddenSize(), common, rows);
    declareUnused(context);
    List<SDVariable> psi = new ArrayList<>();
    for (int e = 0; e < experts.size(); e++) {
      SDVariable mask =
          context.graph().slice(masks, new int[] {e * videos, 0}, videos, config.hiddenSize());
      LayerContext scope = context.scope("video_GU").scope(config.experts().get(e).name());
      psi.add(gated(scope.scope("cg"), experts.get(e), mask, videos));
    }
    return psi;
  }

  /** Returns t of all experts, stacked, (N B, d). */
  private SDVariable common(
      LayerContext context, List<SDVariable> experts, SDVariable present, int videos) {
    SameDiff graph = context.graph();
    int count = experts.size();
    List<SDVariable> pairs = new ArrayList<>();
    List<SDVariable> both = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        if (i != j) {
          pairs.add(graph.concat(1, experts.get(i), experts.get(j))); // (B, 2 d)
          both.add(column(present, i, videos).mul(column(present, j, videos))); // (B, 1)
        }
      }
    }
    SDVariable[] stacked = pairs.toArray(SDVariable[]::new);
    int rows = stacked.length * videos;
    SDVariable relations =
        perceptron(context, "g_reason", 2 * config.hiddenSize(), graph.concat(0, stacked), rows);
    SDVariable counted = graph.concat(0, both.toArray(SDVariable[]::new)); // (rows, 1)
    SDVariable sums = overPartners(relations.mul(counted), config.hiddenSize(), videos); // (N B, d)
    return sums.div(overPartners(counted, 1, videos).add(NO_EXPERTS)); // by n_i: (N B, 1)
  }

  /** Sums over j the rows ordered by expert i, partner j and video: (N (N-1) B, k) -> (N B, k). */
  private SDVariable overPartners(SDVariable rows, int columns, int videos) {
    int count = config.experts().size();
    return rows.reshape(count, count - 1, (long) videos * columns) // (N, N-1, B k)
        .sum(1) // (N, B k)
        .reshape((long) count * videos, columns);
  }

  private static SDVariable column(SDVariable present, int expert, int videos) {
    return present.getSameDiff().slice(present, new int[] {0, expert}, videos, 1);
  }

  /** Returns {@code name_2(relu(dropout(name_1(x))))}, (rows, d). */
  private SDVariable perceptron(LayerContext context, String name, int in, SDVariable x, int rows) {
    int hiddenSize = config.hiddenSize();
    SDVariable first = Linear.of(in, hiddenSize).apply(context.scope(name + "_1"), x);
    SDVariable dropped = new Dropout(config.dropout()).apply(context, first, rows, hiddenSize);
    return Linear.of(hiddenSize, hiddenSize)
        .apply(context.scope(name + "_2"), context.graph().nn().relu(dropped, 0));
  }

  private SDVariable gated(LayerContext context, SDVariable x, SDVariable mask, int videos) {
    BatchNorm norm = new BatchNorm(config.hiddenSize());
    SDVariable own =
        Linear.of(config.hiddenSize(), config.hiddenSize()).apply(context.scope("fc"), x);
    SDVariable logits =
        norm.apply(context.scope("batch_norm"), mask, videos)
            .add(norm.apply(context.scope("batch_norm2"), own, videos));
    return Activations.l2Normalize(x.mul(context.graph().nn().sigmoid(logits)));
  }

  private void declareUnused(LayerContext context) {
    int hiddenSize = config.hiddenSize();
    Linear.of(hiddenSize, hiddenSize).declareUnused(context.scope("f_reason_3"));
    UNUSED_NORMS.forEach(name -> new BatchNorm(hiddenSize).declareUnused(context.scope(name)));
  }
}
