package org.mmt4j.video;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;
import org.mmt4j.config.FeatureScaling;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.Linear;
import org.mmt4j.nn.PackedSequences;
import org.mmt4j.nn.Pooling;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * F(v): projects aggregates and features with one linear layer per expert (paper, section 3.1).
 * They are scaled to length 1 as in the authors' code, or according to {@link FeatureScaling}.
 * Parameters {@code video_dim_reduce.EXPERT.fc}.
 *
 * @param config sizes and architecture
 */
record FeatureProjection(ModelConfig config) {

  /** Returns (B + features, d) for each expert: the aggregates of all videos, then the features. */
  ImmutableList<SDVariable> apply(LayerContext context, VideoTokens.Shape shape) {
    return IntStream.range(0, config.experts().size())
        .mapToObj(expert -> rows(context, shape, expert))
        .collect(ImmutableList.toImmutableList());
  }

  private SDVariable rows(LayerContext context, VideoTokens.Shape shape, int index) {
    Expert expert = config.experts().get(index);
    int features = shape.features().get(index);
    SDVariable input = new VideoInputs(config, shape).features(index).declare(context);
    LayerContext scope = context.scope("video_dim_reduce").scope(expert.name()).scope("fc");
    SDVariable projected =
        scaled(Linear.of(expert.dimension(), config.hiddenSize()).apply(scope, input));
    return switch (config.architecture().aggregate()) {
      case MAX, MEAN -> projected;
      case ZERO -> withoutAggregates(projected, shape.videos(), features);
      case MAX_OF_PROJECTED ->
          features == 0
              ? withoutAggregates(projected, shape.videos(), features)
              : withMaxima(context, shape, index, projected);
    };
  }

  private SDVariable scaled(SDVariable projected) {
    return switch (config.architecture().scaling()) {
      case UNIT_LENGTH -> Activations.l2Normalize(projected);
      case NONE -> projected;
    };
  }

  /** Returns the rows with the aggregates, which come first, set to 0, including their bias. */
  private static SDVariable withoutAggregates(SDVariable projected, int aggregates, int features) {
    INDArray kept = Nd4j.ones(projected.dataType(), aggregates + features, 1);
    kept.get(NDArrayIndex.interval(0, aggregates), NDArrayIndex.all()).assign(0);
    return projected.mul(projected.getSameDiff().constant(kept));
  }

  /**
   * Returns the rows with the aggregates replaced by the maxima of each video's projected features.
   */
  private SDVariable withMaxima(
      LayerContext context, VideoTokens.Shape shape, int index, SDVariable projected) {
    SameDiff graph = context.graph();
    int videos = shape.videos();
    int count = shape.features().get(index);
    SDVariable features = graph.slice(projected, new int[] {videos, 0}, count, config.hiddenSize());
    VideoInputs inputs = new VideoInputs(config, shape);
    PackedSequences ofVideos = inputs.featuresOfVideos(index).declare(context);
    SDVariable present =
        graph.slice(inputs.presence().declare(context), new int[] {0, index}, videos, 1);
    SDVariable maxima =
        Pooling.MAX.overTokens(ofVideos, features, config.hiddenSize()).mul(present); // (B, d)
    return graph.concat(0, maxima, features);
  }
}
