package org.mmt4j.graph.ir;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A float32 value of a graph, described as an expression over other nodes. It may be computed into
 * an array later, or never. All nodes of an expression belong to one matrix of rows and columns: a
 * tensor whose leading axes are flattened to rows.
 */
public final class Node {

  /** The operation of a node; elementwise unless stated otherwise. */
  public enum Kind {
    /** An array. */
    LEAF,
    /** The constant in every element. */
    CONSTANT,
    /** Random numbers, {@link Node#numbers}. */
    RANDOM,
    ADD,
    SUBTRACT,
    MULTIPLY,
    ADD_CONSTANT,
    MULTIPLY_CONSTANT,
    /** 1 where x is less than the constant, otherwise 0. */
    BELOW,
    /** x to the power of the constant. */
    POWER,
    ERF,
    EXP,
    /** Sum of each row. */
    ROW_SUM,
    /** Maximum of each row. */
    ROW_MAX,
    /** Sum of each column. Complete only after all rows, so no node of its matrix can read it. */
    COLUMN_SUM
  }

  /** Which part of the matrix a value covers; it is broadcast over the rest. */
  public enum Extent {
    /** (rows, columns). */
    FULL,
    /** (rows, 1). */
    COLUMN,
    /** (1, columns), or one row per block of consecutive rows. */
    ROW
  }

  /** The size of a matrix. */
  public record Matrix(int rows, int columns) {}

  private final Kind kind;
  private final float constant;
  private final ImmutableList<Node> inputs;
  private final Matrix matrix;
  private final Extent extent;
  private ImmutableList<Storage> storage = ImmutableList.of();
  private @Nullable INDArray array;
  private @Nullable Uniform numbers;
  private int reads;

  private Node(
      Kind kind, float constant, ImmutableList<Node> inputs, Matrix matrix, Extent extent) {
    this.kind = kind;
    this.constant = constant;
    this.inputs = inputs;
    this.matrix = matrix;
    this.extent = extent;
  }

  /** Returns a node for an existing array. */
  public static Node leaf(INDArray array, List<Storage> storage, Matrix matrix, Extent extent) {
    Node leaf = new Node(Kind.LEAF, 0, ImmutableList.of(), matrix, extent);
    leaf.setArray(array, storage);
    return leaf;
  }

  /** Returns a node with the same value in every element. */
  public static Node constant(float value, Matrix matrix) {
    return new Node(Kind.CONSTANT, value, ImmutableList.of(), matrix, Extent.FULL);
  }

  /** Returns a node of random numbers. */
  public static Node random(Uniform numbers, Matrix matrix) {
    Node random = new Node(Kind.RANDOM, 0, ImmutableList.of(), matrix, Extent.FULL);
    random.numbers = numbers;
    return random;
  }

  /** Returns a node with one input. */
  public static Node unary(Kind kind, float constant, Node x) {
    Extent extent =
        switch (kind) {
          case ROW_SUM, ROW_MAX -> Extent.COLUMN;
          case COLUMN_SUM -> Extent.ROW;
          default -> x.extent;
        };
    return new Node(kind, constant, ImmutableList.of(x), x.matrix, extent);
  }

  /** Returns a node with two inputs of the same matrix. */
  public static Node binary(Kind kind, Node x, Node y) {
    Extent extent = x.extent == y.extent ? x.extent : Extent.FULL;
    return new Node(kind, 0, ImmutableList.of(x, y), x.matrix, extent);
  }

  public Kind kind() {
    return kind;
  }

  public float constant() {
    return constant;
  }

  /** Returns the random numbers of a node of kind {@link Kind#RANDOM}. */
  public Uniform numbers() {
    return Objects.requireNonNull(numbers);
  }

  public ImmutableList<Node> inputs() {
    return inputs;
  }

  public Matrix matrix() {
    return matrix;
  }

  public Extent extent() {
    return extent;
  }

  /** Returns the array, or null if it is not computed yet. */
  public @Nullable INDArray array() {
    return array;
  }

  /** Returns the pooled memory of the array; empty for parameters and inputs. */
  public ImmutableList<Storage> storage() {
    return storage;
  }

  public boolean isComputed() {
    return array != null;
  }

  /** Sets the array of the node and the pooled memory of the array. */
  public void setArray(INDArray computed, List<Storage> pooled) {
    array = computed;
    storage = ImmutableList.copyOf(pooled);
  }

  public int reads() {
    return reads;
  }

  /** Adds to the count of pending reads: by operations, and by nodes that may be computed. */
  public void addReads(int count) {
    reads += count;
  }

  /**
   * Returns this node and the nodes it depends on, except those with an array, each after its
   * inputs.
   */
  public Set<Node> expression() {
    Set<Node> ordered = new LinkedHashSet<>();
    collect(ordered);
    return ordered;
  }

  private void collect(Set<Node> ordered) {
    if (isComputed() || ordered.contains(this)) {
      return;
    }
    inputs.forEach(input -> input.collect(ordered));
    ordered.add(this);
  }
}
