package org.mmt4j;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.GraphCache;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiled graphs over the parameters of a model and their memory, for one thread at a time. */
final class ScoringLane implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ScoringLane.class);
  private static final int CACHED_SHAPES = 16;

  /**
   * A compiled graph with its outputs.
   *
   * @param lookups lookups of rows on the host, by the placeholder that they fill
   */
  record Compiled(CompiledGraph graph, List<String> outputs, Map<String, Lookup> lookups) {}

  private final Parameters parameters;
  private final Precision precision;
  private final BufferPool pool = new BufferPool();
  private final GraphCache<Object, Compiled> graphs =
      new GraphCache<>(CACHED_SHAPES, compiled -> compiled.graph().close());

  ScoringLane(Parameters parameters, Precision precision) {
    this.parameters = parameters;
    this.precision = precision;
  }

  /**
   * Computes the outputs of a graph; compiles it at the first call.
   *
   * @param key key of the graph
   * @return the outputs as matrices
   */
  List<float[][]> run(
      Object key, Function<LayerContext, List<SDVariable>> build, Consumer<Compiled> fill) {
    Compiled compiled = graphs.get(key, () -> compile(key, build));
    fill.accept(compiled);
    compiled.graph().run(0); // scoring uses no random numbers
    return compiled.outputs().stream()
        .map(output -> matrix(compiled.graph().output(output)))
        .toList();
  }

  private static float[][] matrix(INDArray output) {
    float[][] matrix = new float[output.rows()][output.columns()];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix[row].length; column++) {
        matrix[row][column] = output.getFloat(row, column);
      }
    }
    return matrix;
  }

  private Compiled compile(Object key, Function<LayerContext, List<SDVariable>> build) {
    long start = System.nanoTime();
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.scoring(graph, parameters).withoutArrays();
    List<String> outputs = build.apply(context).stream().map(SDVariable::name).toList();
    CompiledGraph compiled = CompiledGraph.compile(graph, outputs, parameters, pool, precision);
    log.debug("compiled {} in {} ms", key, (System.nanoTime() - start) / 1_000_000);
    return new Compiled(compiled, outputs, context.lookups());
  }

  @Override
  public void close() {
    Closing.all(graphs::close, pool::close);
  }
}
