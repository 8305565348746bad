package org.mmt4j.graph.memory;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * The memory that a compiled graph owns: its inputs, the values that are the same in every run, and
 * what its operations need. None of it may be used after {@link #close}.
 */
public final class OwnedMemory implements AutoCloseable {

  private final List<AutoCloseable> users = new ArrayList<>();
  private final List<INDArray> arrays = new ArrayList<>();

  public OpContext keep(OpContext context) {
    users.add(context);
    return context;
  }

  /** Keeps what refers to arrays, for example a step that a library prepared. */
  public void keep(AutoCloseable user) {
    users.add(user);
  }

  public INDArray keep(INDArray array) {
    arrays.add(array);
    return array;
  }

  /**
   * Closes contexts and the like first, because they refer to the arrays. Does nothing if already
   * closed.
   */
  @Override
  public void close() {
    users.forEach(OwnedMemory::close);
    users.clear();
    arrays.forEach(Twins::close);
    arrays.clear();
  }

  private static void close(AutoCloseable user) {
    try {
      user.close();
    } catch (Exception e) { // declared, but nothing throws it
      throw new IllegalStateException("operation of a graph: it cannot be closed", e);
    }
  }
}
