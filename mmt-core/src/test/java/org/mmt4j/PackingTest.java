package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.WeightedVectors;
import org.mmt4j.video.FeatureSampling;
import org.mmt4j.video.MultiModalTransformer;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Other videos of the batch and the layout do not change the embedding of a video. */
class PackingTest {

  /** Rounding of double precision in two layers. */
  private static final double ROUNDING = 1e-12;

  private static MmtModel model;

  @BeforeContainer
  static void build() {
    model = SmallModel.build(DataType.DOUBLE);
  }

  @AfterContainer
  static void close() {
    model.close();
  }

  @Property(tries = 40)
  void otherVideosOfTheBatchDoNotChangeTheEmbedding(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int others) {
    VideoFeatures video = SmallModel.videos(1, seed).get(0);
    List<VideoFeatures> batch = new ArrayList<>(SmallModel.videos(others, ~seed));
    int index = Math.floorMod(seed, others + 1);
    batch.add(index, video);
    double[][] batched = embed(batch, 0, 0);
    assertArrayEquals(embed(List.of(video), 0, 0)[0], batched[index], ROUNDING);
  }

  @Property(tries = 40)
  void paddedShapesDoNotChangeTheEmbeddings(
      @ForAll long seed,
      @ForAll @IntRange(max = 9) int moreRows,
      @ForAll @IntRange(min = 1, max = 9) int moreLength) {
    List<VideoFeatures> batch = SmallModel.videos(3, seed);
    double[][] expected = embed(batch, 0, 0);
    double[][] padded = embed(batch, moreRows, moreLength);
    for (int video = 0; video < batch.size(); video++) {
      assertArrayEquals(expected[video], padded[video], ROUNDING);
    }
  }

  @Property(tries = 30)
  void orderOfTimedFeaturesDoesNotChangeTheEmbedding(@ForAll long seed) {
    ExpertFeatures features = SmallModel.features(4, 3, new SplittableRandom(seed));
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(order, new Random(seed));
    ExpertFeatures shuffled = features.select(order.stream().mapToInt(Integer::intValue).toArray());
    assertArrayEquals(
        embed(List.of(video(features)), 0, 0)[0],
        embed(List.of(video(shuffled)), 0, 0)[0],
        ROUNDING);
  }

  /**
   * A model without an expert computes the same embedding as a model whose video misses the expert.
   */
  @Property(tries = 20)
  void missingExpertsDoNotChangeTheOthers(@ForAll long seed) {
    VideoFeatures video = video(SmallModel.features(3, 3, new SplittableRandom(seed)));
    ModelConfig all = model.config();
    ModelConfig lookOnly =
        ModelConfig.builder()
            .experts(ImmutableList.of(all.experts().get(1)))
            .hiddenSize(all.hiddenSize())
            .layers(all.layers())
            .heads(all.heads())
            .feedForward(all.feedForward())
            .positions(all.positions())
            .tokenTypes(all.tokenTypes())
            .maxFeatures(all.maxFeatures())
            .dropout(0)
            .attentionDropout(0)
            .captionDropout(0)
            .initializerRange(all.initializerRange())
            .architecture(all.architecture())
            .build();
    double[] whole = embed(all, List.of(video), 0, 0)[0];
    double[] look = embed(lookOnly, List.of(video), 0, 0)[0];
    assertArrayEquals(
        Arrays.copyOfRange(whole, all.hiddenSize(), 2 * all.hiddenSize()), look, ROUNDING);
  }

  private static VideoFeatures video(ExpertFeatures look) {
    return VideoFeatures.of("clip", Map.of("look", look));
  }

  /** Returns the embeddings of a batch, from a graph with more rows and slots than needed. */
  private static double[][] embed(List<VideoFeatures> videos, int moreRows, int moreLength) {
    return embed(model.config(), videos, moreRows, moreLength);
  }

  private static double[][] embed(
      ModelConfig config, List<VideoFeatures> videos, int moreRows, int moreLength) {
    VideoTokens tokens = VideoTokens.of(config, videos, FeatureSampling.evaluation());
    VideoTokens.Shape needed = tokens.shape();
    VideoTokens.Shape shape =
        new VideoTokens.Shape(
            needed.videos(),
            needed.features().stream()
                .map(rows -> rows + moreRows)
                .collect(ImmutableList.toImmutableList()),
            needed.tokens() + moreRows,
            needed.length() + moreLength);
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.scoring(graph, model.parameters());
    String output =
        WeightedVectors.unweighted(new MultiModalTransformer(config).apply(context, shape).psi())
            .vectors()
            .name();
    try (BufferPool pool = new BufferPool();
        CompiledGraph compiled =
            CompiledGraph.compile(graph, List.of(output), model.parameters(), pool)) {
      tokens.fill(compiled, shape);
      compiled.run(0);
      return compiled.output(output).toDoubleMatrix();
    }
  }
}
