package org.mmt4j.graph.memory;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * The memory that a compiled graph owns: its inputs, the values that are the same in every run, and
 * the contexts of its operations. None of it may be used after {@link #close}.
 */
public final class OwnedMemory implements AutoCloseable {

  private final List<OpContext> contexts = new ArrayList<>();
  private final List<INDArray> arrays = new ArrayList<>();

  public OpContext keep(OpContext context) {
    contexts.add(context);
    return context;
  }

  public INDArray keep(INDArray array) {
    arrays.add(array);
    return array;
  }

  /**
   * Closes the contexts first, because they refer to the arrays. Does nothing if already closed.
   */
  @Override
  public void close() {
    contexts.forEach(OwnedMemory::close);
    contexts.clear();
    arrays.forEach(INDArray::close);
    arrays.clear();
  }

  private static void close(OpContext context) {
    try {
      context.close();
    } catch (Exception e) { // declared, but no backend throws it
      throw new IllegalStateException("context of an operation: it cannot be closed", e);
    }
  }
}
