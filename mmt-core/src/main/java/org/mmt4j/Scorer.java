package org.mmt4j;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mmt4j.graph.BufferPool;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.RowLookup;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.mmt4j.video.FeatureSampling;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Embeds videos and captions in batches, with a graph compiled once a shape. One batch at a time:
 * callers on other threads wait, while the matrix products of a batch use all processors.
 */
final class Scorer implements AutoCloseable {

  private static final int BATCH = 32;
  private static final int CACHED_SHAPES = 16;

  private record Compiled(
      CompiledGraph graph, String output, ImmutableMap<String, Lookup> lookups) {}

  /** What a graph over captions computes. */
  private enum Output {
    ENCODED,
    PROJECTED
  }

  private record CaptionGraph(Output output, CaptionTokens.Shape shape) {}

  private final MmtNetwork network;
  private final Parameters parameters;
  private final BufferPool pool = new BufferPool();
  private final Map<Object, Compiled> graphs = new LinkedHashMap<>(16, 0.75f, true);

  Scorer(MmtNetwork network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  List<float[]> videos(List<VideoFeatures> videos) {
    return inBatches(videos, this::videoBatch);
  }

  List<float[]> captions(List<String> captions) {
    return inBatches(captions, batch -> captionBatch(batch, Output.PROJECTED, network::captions));
  }

  /** h(c), before any projection. */
  List<float[]> encodings(List<String> captions) {
    return inBatches(
        captions, batch -> captionBatch(batch, Output.ENCODED, network.captionEncoder()::encode));
  }

  private float[][] videoBatch(List<VideoFeatures> videos) {
    VideoTokens tokens = VideoTokens.of(network.config(), videos, FeatureSampling::evaluation);
    VideoTokens.Shape shape = tokens.shape();
    return run(
        shape,
        context -> network.videos(context, shape),
        compiled -> tokens.fill(compiled.graph(), shape));
  }

  private float[][] captionBatch(
      List<String> captions,
      Output output,
      BiFunction<LayerContext, CaptionTokens.Shape, SDVariable> build) {
    CaptionTokens tokens = CaptionTokens.of(network.captionEncoder(), captions);
    CaptionTokens.Shape shape = tokens.shape(network.captionEncoder().maxTokens());
    return run(
        new CaptionGraph(output, shape),
        context -> build.apply(context, shape),
        compiled -> {
          tokens.fill(compiled.graph(), shape);
          compiled
              .lookups()
              .forEach(
                  (input, lookup) ->
                      RowLookup.fill(
                          parameters.get(lookup.table()),
                          tokens.ids(shape),
                          compiled.graph().input(input)));
        });
  }

  /** Batches of a power of two, the last one filled up with copies of its last item. */
  private static <T> List<float[]> inBatches(List<T> items, Function<List<T>, float[][]> embed) {
    List<float[]> vectors = new ArrayList<>(items.size());
    for (int from = 0; from < items.size(); from += BATCH) {
      List<T> batch = new ArrayList<>(items.subList(from, Math.min(from + BATCH, items.size())));
      int size = batch.size();
      while (Integer.bitCount(batch.size()) != 1) {
        batch.add(batch.get(size - 1));
      }
      vectors.addAll(Arrays.asList(embed.apply(batch)).subList(0, size));
    }
    return vectors;
  }

  private synchronized float[][] run(
      Object key, Function<LayerContext, SDVariable> build, Consumer<Compiled> fill) {
    Compiled compiled = graphs.computeIfAbsent(key, unknown -> compile(build));
    evict();
    fill.accept(compiled);
    compiled.graph().run(0); // scoring draws no random numbers
    return compiled.graph().output(compiled.output()).castTo(DataType.FLOAT).toFloatMatrix();
  }

  private Compiled compile(Function<LayerContext, SDVariable> build) {
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.scoring(graph, parameters);
    String output = build.apply(context).name();
    return new Compiled(
        CompiledGraph.compile(graph, List.of(output), parameters, pool), output, context.lookups());
  }

  private void evict() {
    if (graphs.size() > CACHED_SHAPES) {
      var oldest = graphs.entrySet().iterator();
      oldest.next().getValue().graph().close();
      oldest.remove();
    }
  }

  @Override
  public synchronized void close() {
    graphs.values().forEach(compiled -> compiled.graph().close());
    pool.close();
  }
}
