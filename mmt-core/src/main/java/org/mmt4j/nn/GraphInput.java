package org.mmt4j.nn;

import com.google.common.primitives.Longs;
import java.util.List;
import org.mmt4j.graph.CompiledGraph;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * An input of a graph: a layer declares it, and a batch fills it. Its name, type and shape are
 * stated once, here.
 *
 * @param name name of the placeholder
 * @param integers whether it holds int32 values; otherwise values of the context's data type
 * @param shape shape of the placeholder
 */
public record GraphInput(String name, boolean integers, List<Long> shape) {

  /** Copies the shape. */
  public GraphInput {
    shape = List.copyOf(shape);
  }

  /** Returns an input of the context's data type. */
  public static GraphInput of(String name, long... shape) {
    return new GraphInput(name, false, Longs.asList(shape));
  }

  /** Returns an input of integers. */
  public static GraphInput integers(String name, long... shape) {
    return new GraphInput(name, true, Longs.asList(shape));
  }

  /** Declares the placeholder, unless the graph has it already, and returns it. */
  public SDVariable declare(LayerContext context) {
    if (context.graph().hasVariable(name)) {
      return context.graph().getVariable(name);
    }
    long[] sizes = Longs.toArray(shape);
    return integers ? context.ids(name, sizes) : context.input(name, sizes);
  }

  /** Returns whether a graph has the placeholder. */
  public boolean isDeclared(CompiledGraph graph) {
    return graph.inputs().contains(name);
  }

  /**
   * Copies values, row by row, to the input of a graph.
   *
   * @throws IllegalArgumentException if the graph has no such input, or the number of values
   *     differs
   */
  public void fill(CompiledGraph graph, float[] values) {
    graph.fill(name, values);
  }

  /** Copies integers; errors as {@link #fill(CompiledGraph, float[])}. */
  public void fill(CompiledGraph graph, int[] values) {
    graph.fill(name, values);
  }
}
