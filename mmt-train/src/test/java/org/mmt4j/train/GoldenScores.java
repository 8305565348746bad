package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mmt4j.MmtNetwork;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.WeightedVectors;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All stages of scoring, by the reference's names and in its layout. */
final class GoldenScores {

  private GoldenScores() {}

  static Map<String, INDArray> of(GoldenCase golden, Parameters parameters) {
    return of(golden, parameters, Precision.FLOAT32);
  }

  static Map<String, INDArray> of(GoldenCase golden, Parameters parameters, Precision precision) {
    MmtNetwork network = golden.network();
    VideoTokens.Shape videos = golden.videos().shape();
    CaptionTokens.Shape captions = golden.captions().shape(network.captionEncoder().maxTokens());
    int count = captions.captions();
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.scoring(graph, parameters);
    WeightedVectors videoVectors = network.videos(context, videos);
    SDVariable h = network.captionEncoder().encode(context, captions);
    SDVariable[] phi =
        IntStream.range(0, network.config().experts().size())
            .mapToObj(expert -> network.projection().phi(context, h, count, expert))
            .toArray(SDVariable[]::new);
    Map<String, SDVariable> stages =
        ImmutableMap.of(
            "eval.vid_embds", videoVectors.vectors(),
            "eval.vid_weights", videoVectors.weights().orElse(videoVectors.vectors()),
            "eval.text_embds", graph.concat(1, phi),
            "eval.text_weights", network.captionWeights(context, h, count),
            "eval.conf_indep", network.captions(context, h, count).similarities(videoVectors));
    try (BufferPool pool = new BufferPool();
        CompiledGraph compiled =
            CompiledGraph.compile(
                graph,
                stages.values().stream().map(SDVariable::name).toList(),
                parameters,
                pool,
                precision)) {
      golden.videos().fill(compiled, videos);
      golden.captions().fill(compiled, captions, context.lookups(), parameters);
      compiled.run(0);
      ImmutableMap.Builder<String, INDArray> values = ImmutableMap.builder();
      stages.forEach((name, stage) -> values.put(name, compiled.output(stage.name()).dup()));
      return values.buildOrThrow();
    }
  }

  /**
   * Returns the expected stages: videos times their weights and captions by expert, in the
   * network's layout.
   */
  static Map<String, INDArray> expected(GoldenCase golden) {
    Map<String, INDArray> outputs = golden.outputs();
    boolean weighs = golden.network().config().architecture().hasVideoWeights();
    INDArray psi = outputs.get("eval.vid_embds"); // (B, M, d)
    INDArray weights = outputs.get("eval.vid_weights"); // (B, M)
    INDArray phi = outputs.get("eval.text_embds"); // (B, M, C, d)
    INDArray weighted =
        psi.mul(weights.reshape(weights.size(0), weights.size(1), 1).broadcast(psi.shape()));
    return ImmutableMap.of(
        "eval.vid_embds", weighs ? weighted : psi,
        "eval.vid_weights", weighs ? weights : psi,
        "eval.text_embds", phi.permute(0, 2, 1, 3).dup('c'), // (B, C, M, d)
        "eval.text_weights", outputs.get("eval.text_weights"), // (B, C, M)
        "eval.conf_indep", outputs.get("eval.conf_indep"));
  }

  /** Returns the stages of this case: {@code eval.vid_weights} only if videos have weights. */
  static List<String> stages(GoldenCase golden) {
    return golden.network().config().architecture().hasVideoWeights()
        ? List.of(
            "eval.vid_embds",
            "eval.vid_weights",
            "eval.text_embds",
            "eval.text_weights",
            "eval.conf_indep")
        : List.of("eval.vid_embds", "eval.text_embds", "eval.text_weights", "eval.conf_indep");
  }

  /** Returns the largest absolute difference; NaN if any value is NaN. */
  static double distance(INDArray found, INDArray expected) {
    return largest(
        found.castTo(DataType.DOUBLE).sub(expected.castTo(DataType.DOUBLE).reshape(found.shape())));
  }

  /** Returns the largest absolute value; NaN if any value is NaN. */
  static double largest(INDArray differences) {
    return Arrays.stream(differences.dup('c').data().asDouble())
        .map(Math::abs)
        .reduce(0, Math::max);
  }
}
