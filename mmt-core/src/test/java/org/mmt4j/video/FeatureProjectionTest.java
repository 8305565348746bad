package org.mmt4j.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.config.Aggregate;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.FeatureScaling;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Projects two videos with features and one without, with W = [[1, 0], [0, 2], [1, 1]], b = [0, 0,
 * -1].
 */
class FeatureProjectionTest {

  private static final float[][] FIRST = {{3, 0}, {0, 4}};
  private static final float[][] SECOND = {{-5, -6}, {-7, -8}, {-9, -1}};

  /** Features after the linear layer. */
  private static final double[][] PROJECTED = {
    {3, 0, 2}, {0, 8, 3}, {-5, -12, -12}, {-7, -16, -16}, {-9, -2, -11}
  };

  @Test
  void maxOfProjectedIsComputedAfterTheLinearLayer() {
    double[][] rows =
        rows(Architecture.PUBLISHED.with(Aggregate.MAX_OF_PROJECTED, FeatureScaling.NONE));
    assertArrayEquals(new double[] {3, 8, 3}, rows[0]);
    assertArrayEquals(new double[] {-5, -2, -11}, rows[1]);
    assertArrayEquals(new double[3], rows[2], 0);
    requireFeatures(rows);
  }

  @Test
  void maxIsComputedBeforeTheLinearLayer() {
    double[][] rows = rows(Architecture.PUBLISHED.with(FeatureScaling.NONE));
    assertArrayEquals(new double[] {3, 8, 6}, rows[0]);
    assertArrayEquals(new double[] {-5, -2, -7}, rows[1]);
    assertArrayEquals(new double[] {0, 0, -1}, rows[2]);
    requireFeatures(rows);
  }

  @Test
  void unitLengthScalesToLengthOne() {
    double[] first = rows(Architecture.PUBLISHED)[0];
    double length = Math.sqrt(9 + 64 + 36);
    assertArrayEquals(new double[] {3 / length, 8 / length, 6 / length}, first, 1e-15);
  }

  @Test
  void zeroAggregatesHaveNoBias() {
    double[][] rows = rows(Architecture.PUBLISHED.with(Aggregate.ZERO, FeatureScaling.NONE));
    for (int video = 0; video < 3; video++) {
      assertArrayEquals(new double[3], rows[video], 0);
    }
    requireFeatures(rows);
  }

  private static void requireFeatures(double[][] rows) {
    for (int i = 0; i < PROJECTED.length; i++) {
      assertArrayEquals(PROJECTED[i], rows[3 + i], "feature " + i);
    }
  }

  /** Returns the aggregates of three videos, then the features. */
  private static double[][] rows(Architecture architecture) {
    Expert look = Expert.of("look", 2).withTokenType(1);
    ModelConfig config =
        ModelConfig.builder()
            .experts(ImmutableList.of(look))
            .hiddenSize(3)
            .layers(1)
            .heads(1)
            .feedForward(4)
            .positions(7)
            .tokenTypes(2)
            .maxFeatures(5)
            .dropout(0)
            .attentionDropout(0)
            .captionDropout(0)
            .initializerRange(0.02)
            .architecture(architecture)
            .build();
    VideoTokens tokens =
        new VideoTokens(
            config,
            List.of(
                ImmutableMap.of("look", tokens(architecture, new float[] {3, 4}, FIRST)),
                ImmutableMap.of("look", tokens(architecture, new float[] {-5, -1}, SECOND)),
                ImmutableMap.of()));
    VideoTokens.Shape shape = tokens.shape();
    SameDiff graph = SameDiff.create();
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        BufferPool pool = new BufferPool()) {
      LayerContext context = LayerContext.scoring(graph, parameters);
      VideoInputs inputs = new VideoInputs(config, shape); // with others that the encoder declares
      inputs.positions().declare(context);
      inputs.sequences().declare(context);
      SDVariable rows = new FeatureProjection(config).apply(context, shape).get(0);
      parameters.assign(
          "video_dim_reduce.look.fc.weight",
          Nd4j.createFromArray(new double[][] {{1, 0}, {0, 2}, {1, 1}}));
      parameters.assign("video_dim_reduce.look.fc.bias", Nd4j.createFromArray(0.0, 0.0, -1.0));
      try (CompiledGraph compiled =
          CompiledGraph.compile(graph, List.of(rows.name()), parameters, pool)) {
        tokens.fill(compiled, shape);
        compiled.run(0);
        return compiled.output(rows.name()).toDoubleMatrix();
      }
    }
  }

  /**
   * Returns tokens whose aggregate is the maximum before the linear layer, or zeros if the
   * architecture does not read it.
   */
  private static ExpertTokens tokens(
      Architecture architecture, float[] maximum, float[][] features) {
    boolean read = architecture.aggregate() == Aggregate.MAX;
    return new ExpertTokens(read ? maximum : new float[2], features, new int[features.length]);
  }
}
