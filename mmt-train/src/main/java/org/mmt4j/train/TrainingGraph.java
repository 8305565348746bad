package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.List;
import org.mmt4j.MmtNetwork;
import org.mmt4j.graph.BufferPool;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.graph.RowLookup;
import org.mmt4j.loss.RankingLoss;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss of one shape of batch and its gradients, compiled. */
final class TrainingGraph implements AutoCloseable {

  /** Gradient with respect to looked-up rows: row i belongs to the table's row {@code ids[i]}. */
  record RowGradient(String table, int[] ids, INDArray gradient) {}

  /** A placeholder that takes looked-up rows, and the variable that is its gradient. */
  private record RowInput(String placeholder, String table, String gradient) {}

  private final Parameters parameters;
  private final VideoTokens.Shape videos;
  private final CompiledGraph graph;
  private final String loss;
  private final ImmutableList<RowInput> rowInputs;
  private final ImmutableMap<String, String> gradients; // parameter to its gradient
  private final ImmutableMap<String, String> statistics; // statistic to its new value

  TrainingGraph(
      MmtNetwork network,
      Parameters parameters,
      BufferPool pool,
      VideoTokens.Shape videos,
      CaptionBatch captions,
      RankingLoss ranking) {
    this.parameters = parameters;
    this.videos = videos;
    SameDiff forward = SameDiff.create();
    LayerContext context = LayerContext.training(forward, parameters);
    SDVariable similarities =
        network.similarities(context, videos, captions.encode(context), captions.size());
    SDVariable value =
        ranking.apply(averaged(similarities, captions.size(), videos.videos()), videos.videos());
    SameDiff both = Gradients.of(forward, value, context.lookups().keySet());
    ImmutableList.Builder<RowInput> rows = ImmutableList.builder();
    context
        .lookups()
        .forEach(
            (placeholder, lookup) ->
                rows.add(
                    new RowInput(placeholder, lookup.table(), Gradients.name(both, placeholder))));
    this.rowInputs = rows.build();
    this.loss = value.name();
    this.gradients = gradients(both);
    ImmutableMap.Builder<String, String> moved = ImmutableMap.builder();
    context.statistics().forEach((name, variable) -> moved.put(name, variable.name()));
    this.statistics = moved.buildOrThrow();
    List<String> outputs = new ArrayList<>(gradients.values());
    rowInputs.forEach(row -> outputs.add(row.gradient));
    outputs.addAll(statistics.values());
    outputs.add(loss);
    this.graph = CompiledGraph.compile(both, outputs, parameters, pool);
  }

  /** Of several captions a video, neighbours in the batch, the mean counts: (C, B) to (B, B). */
  private static SDVariable averaged(SDVariable similarities, int captions, int videos) {
    return captions == videos
        ? similarities
        : similarities.reshape(videos, captions / videos, videos).mean(1);
  }

  private ImmutableMap<String, String> gradients(SameDiff both) {
    ImmutableMap.Builder<String, String> names = ImmutableMap.builder();
    for (String name : parameters.names()) {
      if (parameters.role(name) == Role.TRAINED && Gradients.exists(both, name)) {
        names.put(name, Gradients.name(both, name));
      }
    }
    return names.buildOrThrow();
  }

  /** Computes loss and gradients of a batch and moves the running statistics. */
  double run(VideoTokens videoBatch, CaptionBatch captionBatch, long seed) {
    videoBatch.fill(graph, videos);
    captionBatch.fill(graph);
    int[] ids = captionBatch.ids();
    for (RowInput row : rowInputs) {
      RowLookup.fill(parameters.get(row.table), ids, graph.input(row.placeholder));
    }
    graph.run(seed);
    statistics.forEach((name, value) -> parameters.assign(name, graph.output(value)));
    return graph.output(loss).getDouble(0);
  }

  /** Gradients of whole parameters, valid until the next run. */
  ImmutableMap<String, INDArray> gradients() {
    return ImmutableMap.copyOf(Maps.transformValues(gradients, graph::output));
  }

  /** Gradients of looked-up rows of the batch last run, valid until the next run. */
  List<RowGradient> rowGradients(CaptionBatch batch) {
    int[] ids = batch.ids();
    return rowInputs.stream()
        .map(row -> new RowGradient(row.table, ids, graph.output(row.gradient)))
        .toList();
  }

  @Override
  public void close() {
    graph.close();
  }
}
