package org.mmt4j.graph.ir;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is known of a graph's variable while the graph is compiled: an array, or a node that may
 * become one.
 */
public record Variable(
    @Nullable Value value, @Nullable Node node, DataType dataType, long[] shape) {

  public static Variable of(Value value) {
    return new Variable(value, null, value.array().dataType(), value.array().shape());
  }

  public static Variable of(Node node, DataType dataType, long[] shape) {
    return new Variable(null, node, dataType, shape);
  }

  /** Nothing reads it. */
  public static Variable unread(Variable like) {
    return new Variable(null, null, like.dataType(), like.shape());
  }

  /**
   * Its array.
   *
   * @throws IllegalStateException if it has none
   */
  public Value array() {
    if (value != null) {
      return value;
    }
    INDArray computed = node == null ? null : node.array();
    if (node == null || computed == null) {
      throw new IllegalStateException("variable of a graph: read before it is computed");
    }
    return new Value(computed, node.storage(), false);
  }

  public boolean isArray() {
    return value != null || (node != null && node.isComputed());
  }

  public boolean isFixed() {
    return value != null && value.fixed();
  }

  /** The number of elements. */
  public long length() {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return length;
  }
}
