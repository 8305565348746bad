package org.mmt4j.graph.rewrite;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mmt4j.graph.ir.Instruction;
import org.mmt4j.graph.ir.Node;
import org.mmt4j.graph.ir.Node.Extent;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.ir.TileProgram.ColumnSum;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Turns nodes over one matrix into a program. Each node has a register as long as it is read. */
final class TileCompiler {

  /** Allocates registers of one kind. */
  private static final class Registers {
    private final Deque<Integer> free = new ArrayDeque<>();
    private int count;

    int take() {
      Integer register = free.poll();
      return register == null ? count++ : register;
    }

    /** Returns a register that is never reused: for values that live from tile to tile. */
    int takeNew() {
      return count++;
    }

    void release(int register) {
      free.push(register);
    }
  }

  private final Matrix matrix;
  private final Map<Node, INDArray> targets;
  private final Registers full = new Registers();
  private final Registers columns = new Registers();
  private final Map<Node, Integer> registers = new HashMap<>();
  private final Map<Node, Integer> uses = new HashMap<>();
  private final Set<Node> lasting = new HashSet<>(); // hold the same values for all rows
  private final ImmutableList.Builder<Instruction> once = ImmutableList.builder();
  private final ImmutableList.Builder<Instruction> instructions = ImmutableList.builder();
  private final ImmutableList.Builder<ColumnSum> columnSums = ImmutableList.builder();

  private TileCompiler(Matrix matrix, Map<Node, INDArray> targets) {
    this.matrix = matrix;
    this.targets = targets;
  }

  /**
   * Returns a program that computes nodes.
   *
   * @param ordered the nodes, each after its inputs
   * @param targets the arrays of the nodes whose values are stored
   */
  static TileProgram compile(Iterable<Node> ordered, Map<Node, INDArray> targets) {
    Matrix matrix = ordered.iterator().next().matrix();
    TileCompiler compiler = new TileCompiler(matrix, targets);
    ordered.forEach(
        node -> node.inputs().forEach(input -> compiler.uses.merge(input, 1, Integer::sum)));
    ordered.forEach(compiler::compute);
    return new TileProgram(
        matrix,
        compiler.full.count,
        compiler.columns.count,
        compiler.once.build(),
        compiler.instructions.build(),
        compiler.columnSums.build());
  }

  private void compute(Node node) {
    node.inputs().forEach(this::load);
    switch (node.kind()) {
      case COLUMN_SUM -> sumColumns(node);
      case ROW_SUM, ROW_MAX -> reduceRows(node);
      case ADD, SUBTRACT, MULTIPLY -> combine(node);
      case CONSTANT -> fill(node);
      case RANDOM -> instructions.add(new Instruction.Draw(node.numbers(), take(node)));
      default -> transform(node);
    }
    INDArray target = targets.get(node);
    if (target != null && node.kind() != Kind.COLUMN_SUM) {
      store(node, target);
      if (!uses.containsKey(node)) {
        release(node);
      }
    }
  }

  // operations

  private void fill(Node node) {
    instructions.add(new Instruction.Fill(take(node), node.constant()));
  }

  private void transform(Node node) {
    Node input = node.inputs().get(0);
    int x = register(input);
    use(input);
    boolean column = node.extent() == Extent.COLUMN;
    instructions.add(new Instruction.Unary(node.kind(), node.constant(), column, x, take(node)));
  }

  private void combine(Node node) {
    Node left = node.inputs().get(0);
    Node right = node.inputs().get(1);
    boolean column = node.extent() == Extent.COLUMN;
    int x = column ? register(left) : fullRegister(left);
    int y = register(right);
    use(left);
    use(right);
    int z = take(node);
    instructions.add(
        !column && right.extent() == Extent.COLUMN
            ? new Instruction.BinaryByRow(node.kind(), x, y, z)
            : new Instruction.Binary(node.kind(), column, x, y, z));
  }

  private void reduceRows(Node node) {
    Node input = node.inputs().get(0);
    int x = fullRegister(input);
    use(input);
    instructions.add(new Instruction.ReduceRows(node.kind(), x, take(node)));
  }

  private void sumColumns(Node node) {
    Node input = node.inputs().get(0);
    int x = fullRegister(input);
    use(input);
    int total = full.takeNew();
    columnSums.add(new ColumnSum(total, Objects.requireNonNull(targets.get(node))));
    instructions.add(new Instruction.AddRows(x, total));
  }

  // registers

  private int register(Node node) {
    return Objects.requireNonNull(registers.get(node));
  }

  private int take(Node node) {
    int register = node.extent() == Extent.COLUMN ? columns.take() : full.take();
    registers.put(node, register);
    return register;
  }

  private void release(Node node) {
    if (!lasting.contains(node)) {
      int register = Objects.requireNonNull(registers.remove(node));
      (node.extent() == Extent.COLUMN ? columns : full).release(register);
    }
  }

  /** Counts one use of a node. The last use frees its register. */
  private void use(Node node) {
    if (uses.merge(node, -1, Integer::sum) == 0) {
      release(node);
    }
  }

  /** Returns a register with all elements, and expands a column into one. */
  private int fullRegister(Node node) {
    if (node.extent() != Extent.COLUMN) {
      return register(node);
    }
    int x = register(node);
    int z = full.take();
    full.release(z); // read by the next instruction only
    instructions.add(new Instruction.Expand(x, z));
    return z;
  }

  // arrays

  private void load(Node node) {
    INDArray array = node.array();
    if (array == null || registers.containsKey(node)) {
      return;
    }
    switch (node.extent()) {
      case FULL -> instructions.add(new Instruction.LoadFull(array, take(node)));
      case COLUMN -> instructions.add(new Instruction.LoadColumn(array, take(node)));
      case ROW -> loadRow(node, array);
    }
  }

  private void loadRow(Node node, INDArray array) {
    int rowsOfArray = (int) (array.length() / matrix.columns());
    if (rowsOfArray > 1) {
      instructions.add(new Instruction.LoadRows(array, matrix.rows() / rowsOfArray, take(node)));
      return;
    }
    int register = full.takeNew();
    registers.put(node, register);
    lasting.add(node);
    once.add(new Instruction.LoadRow(array, register));
  }

  private void store(Node node, INDArray array) {
    boolean whole = array.length() == (long) matrix.rows() * matrix.columns();
    instructions.add(
        node.extent() == Extent.COLUMN && !(whole && matrix.columns() > 1)
            ? new Instruction.StoreColumn(register(node), array)
            : new Instruction.StoreFull(fullRegister(node), array));
  }
}
