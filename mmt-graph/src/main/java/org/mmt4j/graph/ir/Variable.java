package org.mmt4j.graph.ir;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A variable of a graph during compilation: an array, or a node that may be computed into one. */
public record Variable(
    @Nullable Value value, @Nullable Node node, DataType dataType, long[] shape) {

  public static Variable of(Value value) {
    return new Variable(value, null, value.array().dataType(), value.array().shape());
  }

  public static Variable of(Node node, DataType dataType, long[] shape) {
    return new Variable(null, node, dataType, shape);
  }

  /** Returns a variable that nothing reads, so that it has neither an array nor a node. */
  public static Variable unread(Variable like) {
    return new Variable(null, null, like.dataType(), like.shape());
  }

  /**
   * Returns the array.
   *
   * @throws IllegalStateException if the variable has no array
   */
  public Value array() {
    if (value != null) {
      return value;
    }
    INDArray computed = node == null ? null : node.array();
    if (node == null || computed == null) {
      throw new IllegalStateException("variable of a graph: it is read before it is computed");
    }
    return new Value(computed, node.storage(), false);
  }

  public boolean isArray() {
    return value != null || (node != null && node.isComputed());
  }

  public boolean isFixed() {
    return value != null && value.fixed();
  }

  /** Returns the number of elements. */
  public long length() {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return length;
  }
}
