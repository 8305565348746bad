package org.mmt4j.graph.memory;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * What a compiled graph allocates for itself: its inputs, values that are the same in every run,
 * and the contexts of its operations. Nothing of it may be used once it is closed.
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

  /** Contexts refer to arrays, so they go first. Closing twice is harmless. */
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
    } catch (Exception e) { // declared, thrown by no backend
      throw new IllegalStateException("context of an operation: found one that stays open", e);
    }
  }
}
