package org.mmt4j.graph.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Heap memory of tile programs: registers for a few rows of a matrix for each worker, small enough
 * for the processor's cache. Shared by all programs that never run at the same time.
 */
public final class Tiles {

  /**
   * The memory that a program needs.
   *
   * @param rows the rows of a tile
   * @param length the elements of a tile
   */
  public record Size(int fullRegisters, int columnRegisters, int rows, int length) {}

  /** The memory of one worker, and the rows it works on. */
  public static final class Tile {
    private float[][] full = {};
    private float[][] columns = {};
    private float[] scratch = {};
    private int firstRow;
    private int rows;
    private int length;

    private void require(Size size) {
      full = atLeast(full, size.fullRegisters(), size.length());
      columns = atLeast(columns, size.columnRegisters(), size.rows());
      scratch = scratch.length < size.length() ? new float[size.length()] : scratch;
    }

    private static float[][] atLeast(float[][] registers, int count, int length) {
      boolean enough = registers.length >= count && (count == 0 || registers[0].length >= length);
      int longest = registers.length == 0 ? length : Math.max(length, registers[0].length);
      return enough ? registers : new float[Math.max(count, registers.length)][longest];
    }

    /** Moves the tile to the given rows. */
    public void moveTo(int row, int count, int columnCount) {
      firstRow = row;
      rows = count;
      length = count * columnCount;
    }

    /** Returns a register with all elements of the rows. */
    public float[] full(int register) {
      return full[register];
    }

    /** Returns a register with one element per row. */
    public float[] column(int register) {
      return columns[register];
    }

    public float[] scratch() {
      return scratch;
    }

    public int firstRow() {
      return firstRow;
    }

    public int rows() {
      return rows;
    }

    /** Returns the number of elements of the rows. */
    public int length() {
      return length;
    }
  }

  private final List<Tile> tiles = new ArrayList<>();
  private float[] partialSums = {};

  /** Returns tiles of at least the given size, at least one per worker. */
  public List<Tile> of(int workers, Size size) {
    while (tiles.size() < workers) {
      tiles.add(new Tile());
    }
    tiles.forEach(tile -> tile.require(size));
    return tiles;
  }

  /** Returns memory for the partial sums of chunks, with arbitrary content. */
  public float[] partialSums(int length) {
    if (partialSums.length < length) {
      partialSums = new float[length];
    }
    return partialSums;
  }
}
