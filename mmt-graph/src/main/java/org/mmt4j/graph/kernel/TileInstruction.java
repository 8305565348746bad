package org.mmt4j.graph.kernel;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.mmt4j.graph.ir.Instruction;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.memory.HostMemory;
import org.mmt4j.graph.memory.Tiles.Tile;

/** An instruction of a tile program, ready to run on tiles. */
@FunctionalInterface
interface TileInstruction {

  void run(Tile tile);

  /**
   * Returns instructions over a matrix.
   *
   * @param rowsOfTile the largest number of rows of a tile
   */
  static ImmutableList<TileInstruction> of(
      List<Instruction> instructions, int columns, int rowsOfTile) {
    return instructions.stream()
        .map(instruction -> of(instruction, columns, rowsOfTile))
        .collect(ImmutableList.toImmutableList());
  }

  private static TileInstruction of(Instruction instruction, int columns, int rowsOfTile) {
    if (instruction instanceof Instruction.Fill fill) {
      return tile -> Arrays.fill(tile.full(fill.z()), 0, tile.length(), fill.constant());
    } else if (instruction instanceof Instruction.Draw draw) {
      return draw(draw, columns);
    } else if (instruction instanceof Instruction.Unary unary) {
      return unary(unary);
    } else if (instruction instanceof Instruction.Binary binary) {
      return binary(binary);
    } else if (instruction instanceof Instruction.BinaryByRow binary) {
      return binaryByRow(binary, columns);
    } else if (instruction instanceof Instruction.ReduceRows reduction) {
      return reduceRows(reduction, columns);
    } else if (instruction instanceof Instruction.Expand expand) {
      return expand(expand, columns);
    } else if (instruction instanceof Instruction.AddRows sum) {
      return addRows(sum, columns);
    } else {
      return transfer(instruction, columns, rowsOfTile);
    }
  }

  /** Returns an instruction that loads or stores. */
  private static TileInstruction transfer(Instruction instruction, int columns, int rowsOfTile) {
    if (instruction instanceof Instruction.LoadFull load) {
      FloatBuffer from = HostMemory.floats(load.array());
      int z = load.z();
      return tile -> from.get(tile.firstRow() * columns, tile.full(z), 0, tile.length());
    } else if (instruction instanceof Instruction.LoadColumn load) {
      FloatBuffer from = HostMemory.floats(load.array());
      int z = load.z();
      return tile -> from.get(tile.firstRow(), tile.column(z), 0, tile.rows());
    } else if (instruction instanceof Instruction.LoadRow load) {
      return loadRow(load, columns, rowsOfTile);
    } else if (instruction instanceof Instruction.LoadRows load) {
      return loadRows(load, columns);
    } else if (instruction instanceof Instruction.StoreColumn store) {
      FloatBuffer to = HostMemory.floats(store.array());
      int x = store.x();
      return tile -> to.put(tile.firstRow(), tile.column(x), 0, tile.rows());
    } else if (instruction instanceof Instruction.StoreFull store) {
      FloatBuffer to = HostMemory.floats(store.array());
      int x = store.x();
      return tile -> to.put(tile.firstRow() * columns, tile.full(x), 0, tile.length());
    }
    throw new IllegalStateException(
        "instruction of a tile program: found " + instruction + ", expected a known one");
  }

  private static TileInstruction draw(Instruction.Draw draw, int columns) {
    ByteBuffer seed = HostMemory.bytes(draw.numbers().seed());
    int operation = draw.numbers().operation();
    int z = draw.z();
    return tile ->
        Philox.draw(
            RandomKernel.seed(seed),
            operation,
            (long) tile.firstRow() * columns,
            tile.full(z),
            tile.length());
  }

  private static TileInstruction unary(Instruction.Unary unary) {
    int x = unary.x();
    int z = unary.z();
    Kind kind = unary.kind();
    float constant = unary.constant();
    return unary.column()
        ? tile -> unary(kind, constant, tile.column(x), tile.column(z), tile.scratch(), tile.rows())
        : tile -> unary(kind, constant, tile.full(x), tile.full(z), tile.scratch(), tile.length());
  }

  private static void unary(
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

  private static TileInstruction binary(Instruction.Binary binary) {
    int x = binary.x();
    int y = binary.y();
    int z = binary.z();
    Kind kind = binary.kind();
    return binary.column()
        ? tile -> binary(kind, tile.column(x), tile.column(y), tile.column(z), tile.rows())
        : tile -> binary(kind, tile.full(x), tile.full(y), tile.full(z), tile.length());
  }

  private static void binary(Kind kind, float[] x, float[] y, float[] z, int length) {
    switch (kind) {
      case ADD -> TileLoops.add(x, y, z, length);
      case SUBTRACT -> TileLoops.subtract(x, y, z, length);
      default -> TileLoops.multiply(x, y, z, length);
    }
  }

  private static TileInstruction binaryByRow(Instruction.BinaryByRow binary, int columns) {
    int x = binary.x();
    int z = binary.z();
    return tile -> {
      float[] column = tile.column(binary.y());
      for (int row = 0; row < tile.rows(); row++) {
        int from = row * columns;
        binary(binary.kind(), tile.full(x), column[row], tile.full(z), from, from + columns);
      }
    };
  }

  private static void binary(Kind kind, float[] x, float y, float[] z, int from, int to) {
    switch (kind) {
      case ADD -> TileLoops.add(x, y, z, from, to);
      case SUBTRACT -> TileLoops.add(x, -y, z, from, to);
      default -> TileLoops.multiply(x, y, z, from, to);
    }
  }

  private static TileInstruction reduceRows(Instruction.ReduceRows reduction, int columns) {
    boolean sum = reduction.kind() == Kind.ROW_SUM;
    return tile -> {
      float[] from = tile.full(reduction.x());
      float[] to = tile.column(reduction.z());
      for (int row = 0; row < tile.rows(); row++) {
        to[row] =
            sum
                ? TileLoops.sum(from, row * columns, columns)
                : TileLoops.max(from, row * columns, columns);
      }
    };
  }

  private static TileInstruction expand(Instruction.Expand expand, int columns) {
    return tile -> {
      float[] to = tile.full(expand.z());
      for (int row = 0; row < tile.rows(); row++) {
        Arrays.fill(to, row * columns, (row + 1) * columns, tile.column(expand.x())[row]);
      }
    };
  }

  private static TileInstruction addRows(Instruction.AddRows sum, int columns) {
    return tile ->
        TileLoops.addRows(
            tile.full(sum.x()), tile.rows(), columns, tile.full(sum.total()), tile.scratch());
  }

  /** Copies the row to each row of a tile. */
  private static TileInstruction loadRow(Instruction.LoadRow load, int columns, int rowsOfTile) {
    FloatBuffer from = HostMemory.floats(load.array());
    return tile -> {
      for (int row = 0; row < rowsOfTile; row++) {
        from.get(0, tile.full(load.z()), row * columns, columns);
      }
    };
  }

  private static TileInstruction loadRows(Instruction.LoadRows load, int columns) {
    FloatBuffer from = HostMemory.floats(load.array());
    return tile -> {
      for (int row = 0; row < tile.rows(); row++) {
        int start = (tile.firstRow() + row) / load.block() * columns;
        from.get(start, tile.full(load.z()), row * columns, columns);
      }
    };
  }
}
