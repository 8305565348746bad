package org.mmt4j.graph.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory in which programs of tiles compute: some rows of a matrix for each worker, small enough to
 * stay in its processor's cache. One for all programs that never run at the same time.
 */
public final class Tiles {

  /**
   * Memory that a program needs.
   *
   * @param rows of a tile
   * @param length of a tile
   */
  public record Size(int fullRegisters, int columnRegisters, int rows, int length) {}

  /** Memory of one worker, and the rows it is at. */
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

    /** Goes to other rows. */
    public void moveTo(int row, int count, int columnCount) {
      firstRow = row;
      rows = count;
      length = count * columnCount;
    }

    /** A register for all elements of the rows. */
    public float[] full(int register) {
      return full[register];
    }

    /** A register for one element of each row. */
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

    /** Elements of the rows. */
    public int length() {
      return length;
    }
  }

  private final List<Tile> tiles = new ArrayList<>();
  private float[] partialSums = {};

  /** Tiles of that size for a number of workers. */
  public List<Tile> of(int workers, Size size) {
    while (tiles.size() < workers) {
      tiles.add(new Tile());
    }
    tiles.forEach(tile -> tile.require(size));
    return tiles;
  }

  /** Memory for sums that are added up afterwards; what it holds is arbitrary. */
  public float[] partialSums(int length) {
    if (partialSums.length < length) {
      partialSums = new float[length];
    }
    return partialSums;
  }
}
