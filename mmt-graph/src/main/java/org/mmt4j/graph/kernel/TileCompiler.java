package org.mmt4j.graph.kernel;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mmt4j.graph.ir.Node;
import org.mmt4j.graph.ir.Node.Extent;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.kernel.TileProgram.ColumnSum;
import org.mmt4j.graph.kernel.TileProgram.Instruction;
import org.mmt4j.graph.memory.HostMemory;
import org.mmt4j.graph.memory.Tiles;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Turns nodes over one matrix into a program. Each node has a register as long as it is read. */
public final class TileCompiler {

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
  private final Set<Node> lasting = new HashSet<>(); // loaded once per chunk
  private final ImmutableList.Builder<Instruction> beforeChunk = ImmutableList.builder();
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
  public static TileProgram compile(
      Iterable<Node> ordered, Map<Node, INDArray> targets, Tiles tiles) {
    Matrix matrix = ordered.iterator().next().matrix();
    TileCompiler compiler = new TileCompiler(matrix, targets);
    ordered.forEach(
        node -> node.inputs().forEach(input -> compiler.uses.merge(input, 1, Integer::sum)));
    ordered.forEach(compiler::compute);
    int rows = TileProgram.rowsOfTile(matrix);
    return new TileProgram(
        matrix,
        new Tiles.Size(compiler.full.count, compiler.columns.count, rows, rows * matrix.columns()),
        compiler.beforeChunk.build(),
        compiler.instructions.build(),
        compiler.columnSums.build(),
        tiles);
  }

  private void compute(Node node) {
    node.inputs().forEach(this::load);
    switch (node.kind()) {
      case COLUMN_SUM -> sumColumns(node);
      case ROW_SUM, ROW_MAX -> reduceRows(node);
      case ADD, SUBTRACT, MULTIPLY -> combine(node);
      case CONSTANT -> fill(node);
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
    int z = take(node);
    instructions.add(tile -> Arrays.fill(tile.full(z), 0, tile.length(), node.constant()));
  }

  private void transform(Node node) {
    Node input = node.inputs().get(0);
    int x = register(input);
    use(input);
    int z = take(node);
    boolean column = node.extent() == Extent.COLUMN;
    float c = node.constant();
    instructions.add(
        tile -> {
          float[] from = column ? tile.column(x) : tile.full(x);
          float[] to = column ? tile.column(z) : tile.full(z);
          int length = column ? tile.rows() : tile.length();
          apply(node.kind(), c, from, to, tile.scratch(), length);
        });
  }

  private static void apply(
      Kind kind, float constant, float[] x, float[] z, float[] scratch, int length) {
    switch (kind) {
      case ADD_CONSTANT -> TileLoops.add(x, constant, z, 0, length);
      case MULTIPLY_CONSTANT -> TileLoops.multiply(x, constant, z, 0, length);
      case BELOW -> TileLoops.below(x, constant, z, length);
      case ERF -> TileLoops.erf(x, z, length);
      case EXP -> TileLoops.exp(x, z, scratch, length);
      case POWER -> power(constant, x, z, length);
      default ->
          throw new IllegalStateException(
              "operation of a tile program: found " + kind + ", expected an elementwise one");
    }
  }

  private static void power(float exponent, float[] x, float[] z, int length) {
    if (exponent == 2) {
      TileLoops.multiply(x, x, z, length);
    } else if (exponent == -1) {
      TileLoops.reciprocal(x, z, length);
    } else if (exponent == -0.5f) {
      TileLoops.reciprocalRoot(x, z, length);
    } else {
      TileLoops.power(x, exponent, z, length);
    }
  }

  private void combine(Node node) {
    Node left = node.inputs().get(0);
    Node right = node.inputs().get(1);
    if (node.extent() == Extent.COLUMN) {
      int x = register(left);
      int y = register(right);
      use(left);
      use(right);
      int z = take(node);
      instructions.add(
          tile -> apply(node.kind(), tile.column(x), tile.column(y), tile.column(z), tile.rows()));
    } else if (right.extent() == Extent.COLUMN) {
      int x = fullRegister(left);
      int y = register(right);
      use(left);
      use(right);
      combineByRow(node.kind(), x, y, take(node));
    } else {
      int x = fullRegister(left);
      int y = register(right);
      use(left);
      use(right);
      int z = take(node);
      instructions.add(
          tile -> apply(node.kind(), tile.full(x), tile.full(y), tile.full(z), tile.length()));
    }
  }

  private static void apply(Kind kind, float[] x, float[] y, float[] z, int length) {
    switch (kind) {
      case ADD -> TileLoops.add(x, y, z, length);
      case SUBTRACT -> TileLoops.subtract(x, y, z, length);
      default -> TileLoops.multiply(x, y, z, length);
    }
  }

  private void combineByRow(Kind kind, int x, int y, int z) {
    int columns = matrix.columns();
    instructions.add(
        tile -> {
          float[] column = tile.column(y);
          for (int row = 0; row < tile.rows(); row++) {
            apply(
                kind, tile.full(x), column[row], tile.full(z), row * columns, (row + 1) * columns);
          }
        });
  }

  private static void apply(Kind kind, float[] x, float y, float[] z, int from, int to) {
    switch (kind) {
      case ADD -> TileLoops.add(x, y, z, from, to);
      case SUBTRACT -> TileLoops.add(x, -y, z, from, to);
      default -> TileLoops.multiply(x, y, z, from, to);
    }
  }

  private void reduceRows(Node node) {
    Node input = node.inputs().get(0);
    int x = fullRegister(input);
    use(input);
    int z = take(node);
    int columns = matrix.columns();
    boolean sum = node.kind() == Kind.ROW_SUM;
    instructions.add(
        tile -> {
          float[] from = tile.full(x);
          float[] to = tile.column(z);
          for (int row = 0; row < tile.rows(); row++) {
            to[row] =
                sum
                    ? TileLoops.sum(from, row * columns, columns)
                    : TileLoops.max(from, row * columns, columns);
          }
        });
  }

  private void sumColumns(Node node) {
    Node input = node.inputs().get(0);
    int x = fullRegister(input);
    use(input);
    int total = full.takeNew();
    columnSums.add(
        new ColumnSum(total, HostMemory.floats(Objects.requireNonNull(targets.get(node)))));
    int columns = matrix.columns();
    instructions.add(
        tile ->
            TileLoops.addRows(
                tile.full(x), tile.rows(), columns, tile.full(total), tile.scratch()));
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
    instructions.add(tile -> expand(tile, x, z));
    return z;
  }

  private void expand(Tiles.Tile tile, int x, int z) {
    int columns = matrix.columns();
    for (int row = 0; row < tile.rows(); row++) {
      Arrays.fill(tile.full(z), row * columns, (row + 1) * columns, tile.column(x)[row]);
    }
  }

  // arrays

  private void load(Node node) {
    INDArray array = node.array();
    if (array == null || registers.containsKey(node)) {
      return;
    }
    FloatBuffer source = HostMemory.floats(array);
    int columns = matrix.columns();
    switch (node.extent()) {
      case FULL -> {
        int register = take(node);
        instructions.add(
            tile -> source.get(tile.firstRow() * columns, tile.full(register), 0, tile.length()));
      }
      case COLUMN -> {
        int register = take(node);
        instructions.add(
            tile -> source.get(tile.firstRow(), tile.column(register), 0, tile.rows()));
      }
      case ROW -> {
        int block =
            (int) (matrix.rows() / (array.length() / columns)); // rows that share one array row
        if (block == matrix.rows()) {
          loadRow(node, source);
        } else {
          loadRows(node, source, block);
        }
      }
    }
  }

  /** Loads one row for all rows: once per chunk, with one copy for each row of a tile. */
  private void loadRow(Node node, FloatBuffer source) {
    int columns = matrix.columns();
    int register = full.takeNew();
    registers.put(node, register);
    lasting.add(node);
    int copies = TileProgram.rowsOfTile(matrix);
    beforeChunk.add(
        tile -> {
          for (int copy = 0; copy < copies; copy++) {
            source.get(0, tile.full(register), copy * columns, columns);
          }
        });
  }

  private void loadRows(Node node, FloatBuffer source, int block) {
    int columns = matrix.columns();
    int register = take(node);
    instructions.add(
        tile -> {
          for (int row = 0; row < tile.rows(); row++) {
            int from = (tile.firstRow() + row) / block * columns;
            source.get(from, tile.full(register), row * columns, columns);
          }
        });
  }

  private void store(Node node, INDArray array) {
    FloatBuffer target = HostMemory.floats(array);
    int columns = matrix.columns();
    boolean whole = array.length() == (long) matrix.rows() * columns;
    if (node.extent() == Extent.COLUMN && !(whole && columns > 1)) {
      int x = register(node);
      instructions.add(tile -> target.put(tile.firstRow(), tile.column(x), 0, tile.rows()));
    } else {
      int x = fullRegister(node);
      instructions.add(
          tile -> target.put(tile.firstRow() * columns, tile.full(x), 0, tile.length()));
    }
  }
}
