package org.mmt4j.graph.rewrite;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ir.Node;
import org.mmt4j.graph.ir.Node.Extent;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.Storage;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.ir.Value;
import org.mmt4j.graph.ir.Variable;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The nodes of a graph during compilation: how long each is needed, and which are computed
 * together.
 *
 * <p>A node is computed when something needs its array. The nodes it depends on are computed in the
 * same program. If one of these has later readers, it gets an array as well if it is smaller than
 * the matrix, or if recomputing it would read more than one full-size array. Otherwise it is
 * recomputed where it is needed, which is faster than writing and reading it and needs no memory.
 */
public final class Nodes {

  /** Receives the programs. */
  @FunctionalInterface
  public interface Programs {
    void add(TileProgram program, ImmutableMap<String, INDArray> computed);
  }

  private record View(Matrix matrix, Extent extent) {}

  private final BufferPool pool;
  private final Programs programs;
  private final IdentityHashMap<INDArray, Map<View, Node>> leaves = new IdentityHashMap<>();
  private final Map<Node, String> names = new HashMap<>();
  private final Map<Node, long[]> shapes = new HashMap<>();
  private final Set<Node> sums = new LinkedHashSet<>(); // column sums that are not computed yet

  public Nodes(BufferPool pool, Programs programs) {
    this.pool = pool;
    this.programs = programs;
  }

  // creating and counting

  /** Returns the node of a value's array as part of a matrix. */
  Node leaf(Value value, Matrix matrix, Extent extent) {
    return leaves
        .computeIfAbsent(value.array(), array -> new HashMap<>())
        .computeIfAbsent(
            new View(matrix, extent),
            view -> Node.leaf(value.array(), value.storage(), matrix, extent));
  }

  Node unary(Kind kind, float constant, Node x) {
    if (x.kind() == Kind.CONSTANT && kind == Kind.MULTIPLY_CONSTANT) {
      return Node.constant(x.constant() * constant, x.matrix());
    }
    retain(x);
    Node node = Node.unary(kind, constant, x);
    if (kind == Kind.COLUMN_SUM) {
      sums.add(node);
    }
    return node;
  }

  Node binary(Kind kind, Node x, Node y) {
    if (x.kind() == Kind.CONSTANT && kind == Kind.MULTIPLY) {
      return unary(Kind.MULTIPLY_CONSTANT, x.constant(), y);
    }
    retain(x);
    retain(y);
    return Node.binary(kind, x, y);
  }

  /** Makes a node the value of a graph variable, with the given number of pending reads. */
  public void publish(String name, Variable variable, Node node, int reads) {
    names.putIfAbsent(node, name);
    shapes.putIfAbsent(node, variable.shape());
    if (node.reads() == 0 && node.isComputed() && reads > 0) {
      node.storage().forEach(storage -> storage.addReads(1));
    }
    node.addReads(reads);
    if (node.reads() == 0) {
      forget(node);
    }
  }

  private void retain(Node node) {
    if (node.reads() == 0 && node.isComputed()) {
      node.storage().forEach(storage -> storage.addReads(1));
    }
    node.addReads(1);
  }

  /** Removes one pending read of a node. */
  public void release(Node node) {
    node.addReads(-1);
    if (node.reads() == 0) {
      if (node.isComputed()) {
        node.storage().forEach(storage -> storage.addReads(-1));
        node.storage().forEach(storage -> storage.returnTo(pool));
      }
      forget(node);
    }
  }

  private void forget(Node node) {
    sums.remove(node);
    if (node.isComputed()) {
      leaves.remove(node.array());
    } else {
      node.inputs().forEach(this::release);
    }
  }

  // computing

  /** Computes the column sums that are not computed yet. */
  public void computeSums() {
    while (!sums.isEmpty()) {
      compute(sums.iterator().next());
    }
  }

  /** Computes the array of a node if it has none. */
  public void compute(Node target) {
    if (target.isComputed()) {
      return;
    }
    Set<Node> ordered = new LinkedHashSet<>(target.expression());
    Set<Node> results = new LinkedHashSet<>(Set.of(target));
    for (Node sum : ImmutableList.copyOf(sums)) {
      if (sum.matrix().equals(target.matrix())
          && reads(ordered).containsAll(reads(sum.expression()))) {
        ordered.addAll(sum.expression());
        results.add(sum);
      }
    }
    addShared(ordered, results);
    write(ordered, results);
  }

  /** Returns the full-size pooled arrays that nodes read. */
  private static Set<Node> reads(Set<Node> nodes) {
    Set<Node> read = new HashSet<>();
    for (Node node : nodes) {
      for (Node input : node.inputs()) {
        if (input.isComputed() && isLarge(input)) {
          read.add(input);
        }
      }
    }
    return read;
  }

  private static boolean isLarge(Node node) {
    return node.extent() == Extent.FULL && !node.storage().isEmpty();
  }

  /** Adds to the results the nodes that get an array for later readers. */
  private static void addShared(Set<Node> ordered, Set<Node> results) {
    Node shared = shared(ordered, results);
    while (shared != null) {
      results.add(shared);
      shared = shared(ordered, results);
    }
  }

  private static @Nullable Node shared(Set<Node> ordered, Set<Node> results) {
    Map<Node, Integer> outside = readsFromOutside(ordered);
    for (Node node : ordered) {
      if (!results.contains(node)
          && outside.getOrDefault(node, 0) > 0
          && (node.extent() != Extent.FULL || largeReads(node, results).size() > 1)) {
        return node;
      }
    }
    return null;
  }

  /** Returns how many pending reads of each node come from outside the program. */
  private static Map<Node, Integer> readsFromOutside(Set<Node> ordered) {
    Map<Node, Integer> outside = new HashMap<>();
    ordered.forEach(node -> outside.put(node, node.reads()));
    for (Node node : ordered) {
      node.inputs().forEach(input -> outside.computeIfPresent(input, (key, count) -> count - 1));
    }
    return outside;
  }

  /**
   * Returns the full-size arrays that recomputing a node would read once the results are computed.
   */
  private static Set<Node> largeReads(Node node, Set<Node> results) {
    Set<Node> found = new HashSet<>();
    for (Node input : node.inputs()) {
      if (input.isComputed() || results.contains(input)) {
        if (input.extent() == Extent.FULL && !(input.isComputed() && input.storage().isEmpty())) {
          found.add(input);
        }
      } else if (input.kind() == Kind.RANDOM) {
        found.add(input); // to draw numbers takes as long
      } else {
        found.addAll(largeReads(input, results));
      }
    }
    return found;
  }

  private void write(Set<Node> ordered, Set<Node> results) {
    Map<Node, INDArray> targets = new LinkedHashMap<>();
    ImmutableMap.Builder<String, INDArray> named = ImmutableMap.builder();
    for (Node result : results) {
      INDArray array = pool.acquire(DataType.FLOAT, shape(result));
      targets.put(result, array);
      String name = names.get(result);
      if (name != null) {
        named.put(name, array);
      }
    }
    TileProgram program = TileCompiler.compile(ordered, targets);
    programs.add(program, named.buildOrThrow());
    targets.forEach(
        (result, array) -> {
          Storage storage = new Storage(array);
          storage.addReads(1);
          result.setArray(array, List.of(storage));
          sums.remove(result);
        });
    results.forEach(result -> result.inputs().forEach(this::release));
  }

  private long[] shape(Node node) {
    long[] known = shapes.get(node);
    if (known != null) {
      return known;
    }
    Matrix matrix = node.matrix();
    return switch (node.extent()) {
      case FULL -> new long[] {matrix.rows(), matrix.columns()};
      case COLUMN -> new long[] {matrix.rows(), 1};
      case ROW -> new long[] {matrix.columns()};
    };
  }
}
