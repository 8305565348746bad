package org.mmt4j;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.WeightedVectors;
import org.mmt4j.video.FeatureSampling;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Embeds videos and captions in batches; compiles one graph per shape. Each concurrent thread uses
 * its own {@link ScoringLane}, up to a number of lanes; further threads wait.
 */
final class Scorer implements AutoCloseable {

  private static final int BATCH = 32;

  /**
   * As many as have processors for the threads that ND4J uses in each, at most 4. More lanes than
   * that slow each other down: on 2 processors, 2 lanes of 2 threads were 4 times slower than one.
   */
  static final int LANES =
      Math.max(
          1,
          Math.min(
              4, Runtime.getRuntime().availableProcessors() / Nd4j.getEnvironment().maxThreads()));

  /**
   * The embedding of one caption or video.
   *
   * @param vector N d values
   * @param weights N values if videos have weights, otherwise empty
   */
  record Row(float[] vector, float[] weights) {}

  /** Output of a graph over captions. */
  private enum Output {
    ENCODED,
    PROJECTED
  }

  private record CaptionGraph(Output output, CaptionTokens.Shape shape) {}

  private final MmtNetwork network;
  private final Parameters parameters;
  private final Precision precision;
  private final Semaphore free;
  private final Deque<ScoringLane> idle = new ConcurrentLinkedDeque<>();

  Scorer(MmtNetwork network, Parameters parameters, Precision precision, int lanes) {
    this.network = network;
    this.parameters = parameters;
    this.precision = precision;
    this.free = new Semaphore(lanes);
  }

  List<Row> videos(List<VideoFeatures> videos) {
    return inBatches(videos, this::videoBatch);
  }

  List<Row> captions(List<String> captions) {
    return captions(
        captions,
        Output.PROJECTED,
        (context, shape) -> variables(network.captions(context, shape)));
  }

  /** Returns h(c), before any projection. */
  List<float[]> encodings(List<String> captions) {
    return captions(
            captions,
            Output.ENCODED,
            (context, shape) -> List.of(network.captionEncoder().encode(context, shape)))
        .stream()
        .map(Row::vector)
        .toList();
  }

  private List<Row> captions(
      List<String> captions,
      Output output,
      BiFunction<LayerContext, CaptionTokens.Shape, List<SDVariable>> build) {
    if (captions.isEmpty()) {
      return List.of();
    }
    CaptionTokens all = CaptionTokens.of(network.captionEncoder(), captions);
    return Deduplicated.apply(
        all.captions().stream().map(Ints::asList).toList(),
        unique ->
            inBatches(
                unique.stream().map(Ints::toArray).toList(),
                batch -> captionBatch(all.with(batch), output, build)));
  }

  private List<Row> videoBatch(List<VideoFeatures> videos) {
    VideoTokens tokens = VideoTokens.of(network.config(), videos, FeatureSampling.evaluation());
    VideoTokens.Shape shape = tokens.shape();
    return run(
        shape,
        context -> variables(network.videos(context, shape)),
        compiled -> tokens.fill(compiled.graph(), shape));
  }

  private List<Row> captionBatch(
      CaptionTokens tokens,
      Output output,
      BiFunction<LayerContext, CaptionTokens.Shape, List<SDVariable>> build) {
    CaptionTokens.Shape shape = tokens.shape(network.captionEncoder().maxTokens());
    return run(
        new CaptionGraph(output, shape),
        context -> build.apply(context, shape),
        compiled -> {
          tokens.fill(compiled.graph(), shape, compiled.lookups(), parameters);
          network.captionEncoder().fill(compiled.graph(), tokens, shape);
        });
  }

  /**
   * Embeds items in batches. Batch sizes are powers of two; the last batch is padded with copies of
   * its last item.
   */
  private static <T> List<Row> inBatches(List<T> items, Function<List<T>, List<Row>> embed) {
    List<Row> rows = new ArrayList<>(items.size());
    for (int from = 0; from < items.size(); from += BATCH) {
      List<T> batch = new ArrayList<>(items.subList(from, Math.min(from + BATCH, items.size())));
      int size = batch.size();
      while (Integer.bitCount(batch.size()) != 1) {
        batch.add(batch.get(size - 1));
      }
      rows.addAll(embed.apply(batch).subList(0, size));
    }
    return rows;
  }

  private static List<SDVariable> variables(WeightedVectors embedded) {
    List<SDVariable> variables = new ArrayList<>();
    variables.add(embedded.vectors());
    embedded.weights().ifPresent(variables::add);
    return variables;
  }

  private List<Row> run(
      Object key,
      Function<LayerContext, List<SDVariable>> build,
      Consumer<ScoringLane.Compiled> fill) {
    free.acquireUninterruptibly();
    try {
      ScoringLane last = idle.poll(); // the memory of the last one is still in the cache
      ScoringLane lane = last == null ? new ScoringLane(parameters, precision) : last;
      try {
        return rows(lane.run(key, build, fill));
      } finally {
        idle.push(lane);
      }
    } finally {
      free.release();
    }
  }

  /** Combines row i of the vectors with row i of the weights, if any. */
  private static List<Row> rows(List<float[][]> matrices) {
    float[][] vectors = matrices.get(0);
    List<Row> rows = new ArrayList<>(vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      rows.add(new Row(vectors[i], matrices.size() > 1 ? matrices.get(1)[i] : new float[0]));
    }
    return rows;
  }

  /** Frees the lanes; no thread may use this object any more. */
  @Override
  public void close() {
    List<Runnable> lanes = new ArrayList<>();
    idle.forEach(lane -> lanes.add(lane::close));
    idle.clear();
    Closing.all(lanes);
  }
}
