package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.mmt4j.MmtNetwork;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.loss.RankingLoss;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.mmt4j.train.GradientSet.RowGradient;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Compiled graph of the loss and its gradients for batches of one shape. */
final class TrainingGraph implements AutoCloseable {

  private final Parameters parameters;
  private final VideoTokens.Shape videos;
  private final CompiledGraph graph;
  private final String loss;
  private final Map<String, Lookup> lookups; // by placeholder
  private final ImmutableMap<String, String> rowGradients; // placeholder to its gradient
  private final ImmutableMap<String, String> gradients; // parameter to its gradient
  private final ImmutableMap<String, String> statistics; // statistic to its new value

  TrainingGraph(
      MmtNetwork network,
      Parameters parameters,
      BufferPool pool,
      VideoTokens.Shape videos,
      CaptionBatch captions,
      RankingLoss ranking,
      Precision precision,
      Predicate<String> frozen) {
    this.parameters = parameters;
    this.videos = videos;
    SameDiff forward = SameDiff.create();
    LayerContext context = LayerContext.training(forward, parameters, frozen).withoutArrays();
    SDVariable similarities =
        network.similarities(context, videos, captions.encode(context), captions.size());
    SDVariable value =
        ranking.apply(averaged(similarities, captions.size(), videos.videos()), videos.videos());
    Map<String, Lookup> learned = Maps.filterValues(context.lookups(), lookup -> !lookup.frozen());
    ImmutableList<String> trained = trained(forward, frozen);
    SameDiff both =
        Gradients.of(
            forward, value, ImmutableList.copyOf(Iterables.concat(learned.keySet(), trained)));
    this.lookups = context.lookups();
    this.rowGradients = Maps.toMap(learned.keySet(), input -> Gradients.name(both, input));
    this.loss = value.name();
    this.gradients =
        Maps.toMap(
            Iterables.filter(trained, name -> Gradients.exists(both, name)),
            name -> Gradients.name(both, name));
    ImmutableMap.Builder<String, String> moved = ImmutableMap.builder();
    context.statistics().forEach((name, variable) -> moved.put(name, variable.name()));
    this.statistics = moved.buildOrThrow();
    List<String> outputs = new ArrayList<>(gradients.values());
    outputs.addAll(rowGradients.values());
    outputs.addAll(statistics.values());
    outputs.add(loss);
    this.graph = CompiledGraph.compile(both, outputs, parameters, pool, precision);
  }

  /**
   * Averages the similarities of the captions of each video, which are adjacent: (C, B) to (B, B).
   */
  private static SDVariable averaged(SDVariable similarities, int captions, int videos) {
    return captions == videos
        ? similarities
        : similarities.reshape(videos, captions / videos, videos).mean(1);
  }

  /** Returns the names of the trained parameters in the graph, without lookup tables. */
  private ImmutableList<String> trained(SameDiff graph, Predicate<String> frozen) {
    return parameters.names().stream()
        .filter(name -> parameters.role(name) == Role.TRAINED)
        .filter(frozen.negate())
        .filter(graph::hasVariable)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Computes the loss and gradients of a batch, and updates the running statistics. Returns the
   * loss.
   */
  double run(VideoTokens videoBatch, CaptionBatch captionBatch, long seed) {
    videoBatch.fill(graph, videos);
    captionBatch.fill(graph, lookups, parameters);
    graph.run(seed);
    statistics.forEach((name, value) -> parameters.assign(name, graph.output(value)));
    return graph.output(loss).getDouble(0);
  }

  /** Returns the first array of the last batch that has NaN or infinite values, if there is one. */
  Optional<String> firstNotFinite(long seed) {
    return graph.firstNotFinite(seed);
  }

  /**
   * Returns the gradients of the last batch, valid until the next run. On another device than the
   * CPU, those of whole parameters are handles: their values are on the device.
   */
  GradientSet gradients(CaptionBatch batch) {
    return new GradientSet(
        ImmutableMap.copyOf(Maps.transformValues(gradients, graph::handle)), rowGradients(batch));
  }

  private ImmutableList<RowGradient> rowGradients(CaptionBatch batch) {
    int[] ids = batch.ids();
    ImmutableList.Builder<RowGradient> found = ImmutableList.builder();
    rowGradients.forEach(
        (placeholder, gradient) -> {
          Lookup lookup = Objects.requireNonNull(lookups.get(placeholder));
          found.add(new RowGradient(lookup.table(), ids, graph.output(gradient)));
        });
    return found.build();
  }

  @Override
  public void close() {
    graph.close();
  }
}
