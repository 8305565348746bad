package org.mmt4j.graph.kernel;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.memory.HostMemory;
import org.mmt4j.graph.memory.Tiles;
import org.mmt4j.graph.memory.Tiles.Tile;

/**
 * Runs a {@link TileProgram} on the CPU. All instructions run for one tile, a few rows that fit in
 * the cache, before the next one. Workers share the rows in chunks that depend only on the matrix,
 * so column sums have the same bits for any number of workers.
 */
final class TileKernel implements Runnable {

  private record ColumnSum(int total, FloatBuffer target) {}

  private static final int TILE_LENGTH = 2048;
  private static final int CHUNK_LENGTH = 1 << 16;
  private static final int MOST_CHUNKS = 32;

  private final Matrix matrix;
  private final Tiles.Size size;
  private final ImmutableList<TileInstruction> beforeChunk;
  private final ImmutableList<TileInstruction> instructions;
  private final ImmutableList<ColumnSum> columnSums;
  private final Tiles tiles;
  private final int rowsOfChunk;

  TileKernel(TileProgram program, Tiles tiles) {
    this.matrix = program.matrix();
    int rows = rowsOfTile(matrix);
    this.size =
        new Tiles.Size(
            program.fullRegisters(), program.columnRegisters(), rows, rows * matrix.columns());
    this.beforeChunk = TileInstruction.of(program.once(), matrix.columns(), rows);
    this.instructions = TileInstruction.of(program.instructions(), matrix.columns(), rows);
    this.columnSums =
        program.columnSums().stream()
            .map(sum -> new ColumnSum(sum.total(), HostMemory.floats(sum.target())))
            .collect(ImmutableList.toImmutableList());
    this.tiles = tiles;
    this.rowsOfChunk = rowsOfChunk(matrix);
  }

  /** Returns the number of rows of a tile. */
  private static int rowsOfTile(Matrix matrix) {
    return Math.max(1, Math.min(matrix.rows(), TILE_LENGTH / matrix.columns()));
  }

  private static int rowsOfChunk(Matrix matrix) {
    long length = (long) matrix.rows() * matrix.columns();
    int chunks = (int) Math.max(1, Math.min(MOST_CHUNKS, length / CHUNK_LENGTH));
    return roundUp((matrix.rows() + chunks - 1) / chunks, rowsOfTile(matrix));
  }

  private static int roundUp(int rows, int step) {
    return (rows + step - 1) / step * step;
  }

  @Override
  public void run() {
    int chunks = (matrix.rows() + rowsOfChunk - 1) / rowsOfChunk;
    int workers = Math.min(chunks, Workers.count());
    List<Tile> memory = tiles.of(workers, size);
    float[] partial = tiles.partialSums(chunks * columnSums.size() * matrix.columns());
    Workers.run(
        chunks,
        workers,
        worker -> {
          Tile tile = memory.get(worker);
          return chunk -> runChunk(tile, chunk, partial);
        });
    for (int sum = 0; sum < columnSums.size(); sum++) {
      finish(sum, chunks, partial);
    }
  }

  private void runChunk(Tile tile, int chunk, float[] partial) {
    int end = Math.min(matrix.rows(), (chunk + 1) * rowsOfChunk);
    columnSums.forEach(sum -> Arrays.fill(tile.full(sum.total()), 0, matrix.columns(), 0));
    beforeChunk.forEach(instruction -> instruction.run(tile));
    for (int row = chunk * rowsOfChunk; row < end; row += size.rows()) {
      tile.moveTo(row, Math.min(size.rows(), end - row), matrix.columns());
      for (TileInstruction instruction : instructions) {
        instruction.run(tile);
      }
    }
    for (int sum = 0; sum < columnSums.size(); sum++) {
      float[] total = tile.full(columnSums.get(sum).total());
      System.arraycopy(total, 0, partial, start(chunk, sum), matrix.columns());
    }
  }

  private int start(int chunk, int sum) {
    return (chunk * columnSums.size() + sum) * matrix.columns();
  }

  private void finish(int sum, int chunks, float[] partial) {
    int first = start(0, sum);
    for (int chunk = 1; chunk < chunks; chunk++) {
      int start = start(chunk, sum);
      for (int c = 0; c < matrix.columns(); c++) {
        partial[first + c] += partial[start + c];
      }
    }
    columnSums.get(sum).target().put(0, partial, first, matrix.columns());
  }
}
