package org.mmt4j.graph.ir;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A single-precision value of a graph that is known as an expression over others and not, or not
 * yet, as an array. All nodes of an expression belong to one matrix of rows and columns: a tensor
 * whose leading axes are its rows.
 */
public final class Node {

  /** What a node computes from its inputs, element by element unless it says otherwise. */
  public enum Kind {
    /** An array. */
    LEAF,
    /** The constant everywhere. */
    CONSTANT,
    ADD,
    SUBTRACT,
    MULTIPLY,
    ADD_CONSTANT,
    MULTIPLY_CONSTANT,
    /** 1 where x is below the constant, else 0. */
    BELOW,
    /** x to the power of the constant. */
    POWER,
    ERF,
    EXP,
    /** Sum over each row. */
    ROW_SUM,
    /** Largest of each row. */
    ROW_MAX,
    /** Sum over each column: complete only after all rows, so nothing can be computed from it. */
    COLUMN_SUM
  }

  /** How much of the matrix a value has; the rest repeats it. */
  public enum Extent {
    /** (rows, columns). */
    FULL,
    /** (rows, 1). */
    COLUMN,
    /** (1, columns), or one row for each block of consecutive rows. */
    ROW
  }

  /** Rows and columns. */
  public record Matrix(int rows, int columns) {}

  private final Kind kind;
  private final float constant;
  private final ImmutableList<Node> inputs;
  private final Matrix matrix;
  private final Extent extent;
  private ImmutableList<Storage> storage = ImmutableList.of();
  private @Nullable INDArray array;
  private int reads;

  private Node(
      Kind kind, float constant, ImmutableList<Node> inputs, Matrix matrix, Extent extent) {
    this.kind = kind;
    this.constant = constant;
    this.inputs = inputs;
    this.matrix = matrix;
    this.extent = extent;
  }

  /** An array that is there. */
  public static Node leaf(INDArray array, List<Storage> storage, Matrix matrix, Extent extent) {
    Node leaf = new Node(Kind.LEAF, 0, ImmutableList.of(), matrix, extent);
    leaf.become(array, storage);
    return leaf;
  }

  /** The same number everywhere. */
  public static Node constant(float value, Matrix matrix) {
    return new Node(Kind.CONSTANT, value, ImmutableList.of(), matrix, Extent.FULL);
  }

  /** Of one input. */
  public static Node unary(Kind kind, float constant, Node x) {
    Extent extent =
        switch (kind) {
          case ROW_SUM, ROW_MAX -> Extent.COLUMN;
          case COLUMN_SUM -> Extent.ROW;
          default -> x.extent;
        };
    return new Node(kind, constant, ImmutableList.of(x), x.matrix, extent);
  }

  /** Of two inputs over the same matrix. */
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

  public ImmutableList<Node> inputs() {
    return inputs;
  }

  public Matrix matrix() {
    return matrix;
  }

  public Extent extent() {
    return extent;
  }

  /** Its array, if it has one by now. */
  public @Nullable INDArray array() {
    return array;
  }

  /** Memory behind its array that is to be given back; none for parameters and inputs. */
  public ImmutableList<Storage> storage() {
    return storage;
  }

  public boolean isComputed() {
    return array != null;
  }

  /** From now on it is an array. */
  public void become(INDArray computed, List<Storage> behind) {
    array = computed;
    storage = ImmutableList.copyOf(behind);
  }

  public int reads() {
    return reads;
  }

  /** Counts reads still to come: of operations, and of nodes that may be computed. */
  public void addReads(int count) {
    reads += count;
  }

  /** This node and those it depends on that are no arrays, each after its inputs. */
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
