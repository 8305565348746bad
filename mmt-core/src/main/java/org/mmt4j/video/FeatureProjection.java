package org.mmt4j.video;

import com.google.common.collect.ImmutableList;
import org.mmt4j.Expert;
import org.mmt4j.MmtConfig;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Linear;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * F(v): aggregates and features of each expert through one linear layer an expert, scaled to length
 * 1 (paper, section 3.1; the scaling is the authors' code's).
 *
 * @param config sizes
 */
record FeatureProjection(MmtConfig config) {

  /** For each expert (B + features, d): the aggregates of all videos, then features. */
  ImmutableList<SDVariable> apply(LayerContext context, VideoTokens.Shape shape) {
    ImmutableList.Builder<SDVariable> blocks = ImmutableList.builder();
    for (int e = 0; e < config.experts().size(); e++) {
      Expert expert = config.experts().get(e);
      int rows = shape.videos() + shape.features().get(e);
      SDVariable features =
          context.input(VideoTokens.featuresInput(expert), rows, expert.dimension());
      LayerContext scope = context.scope("video_dim_reduce").scope(expert.name()).scope("fc");
      SDVariable projected =
          Activations.l2Normalize(
              Linear.of(expert.dimension(), config.width()).apply(scope, features));
      blocks.add(
          config.architecture().aggregate() == Aggregate.ZERO
              ? withoutAggregates(projected, shape.videos(), rows)
              : projected);
    }
    return blocks.build();
  }

  /**
   * The same rows, of which the first ones, the aggregates, are zeros: they have no bias either.
   */
  private static SDVariable withoutAggregates(SDVariable projected, int aggregates, int rows) {
    INDArray kept = Nd4j.ones(projected.dataType(), rows, 1);
    kept.get(NDArrayIndex.interval(0, aggregates), NDArrayIndex.all()).assign(0);
    return projected.mul(projected.getSameDiff().constant(kept));
  }
}
