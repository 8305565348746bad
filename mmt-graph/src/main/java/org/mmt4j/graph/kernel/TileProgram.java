package org.mmt4j.graph.kernel;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.memory.Tiles;
import org.mmt4j.graph.memory.Tiles.Tile;

/**
 * Several nodes over one matrix, computed together. All nodes are computed for a few rows before
 * the next rows, so only the requested results are written to memory. Workers share the rows in
 * chunks that depend only on the matrix, so column sums have the same bits for any number of
 * workers.
 */
public final class TileProgram implements Step {

  /** One operation on a tile. */
  @FunctionalInterface
  interface Instruction {
    void run(Tile tile);
  }

  /**
   * A sum over the rows of the matrix.
   *
   * @param total the register that accumulates the rows of a chunk
   * @param target the memory that receives the sum
   */
  record ColumnSum(int total, FloatBuffer target) {}

  private static final int TILE_LENGTH = 2048;
  private static final int CHUNK_LENGTH = 1 << 16;
  private static final int MOST_CHUNKS = 32;

  private final Matrix matrix;
  private final Tiles.Size size;
  private final ImmutableList<Instruction> beforeChunk;
  private final ImmutableList<Instruction> instructions;
  private final ImmutableList<ColumnSum> columnSums;
  private final Tiles tiles;
  private final int rowsOfChunk;

  TileProgram(
      Matrix matrix,
      Tiles.Size size,
      ImmutableList<Instruction> beforeChunk,
      ImmutableList<Instruction> instructions,
      ImmutableList<ColumnSum> columnSums,
      Tiles tiles) {
    this.matrix = matrix;
    this.size = size;
    this.beforeChunk = beforeChunk;
    this.instructions = instructions;
    this.columnSums = columnSums;
    this.tiles = tiles;
    this.rowsOfChunk = rowsOfChunk(matrix);
  }

  /** Returns the number of rows of a tile. */
  static int rowsOfTile(Matrix matrix) {
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
      for (Instruction instruction : instructions) {
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
