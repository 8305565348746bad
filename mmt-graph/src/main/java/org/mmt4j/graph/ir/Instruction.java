package org.mmt4j.graph.ir;

import org.mmt4j.graph.ir.Node.Kind;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One operation of a {@link TileProgram} on a few rows of its matrix. Registers are numbered from
 * 0: full ones have an element for each element of the rows, column ones an element for each row. A
 * result may overwrite an input.
 */
public sealed interface Instruction {

  /** {@code z = constant}; z is a full register. */
  record Fill(int z, float constant) implements Instruction {}

  /** {@code z = } the random numbers of its elements; z is a full register. */
  record Draw(Uniform numbers, int z) implements Instruction {}

  /** {@code z = kind(x)}, elementwise; column registers if {@code column}, otherwise full ones. */
  record Unary(Kind kind, float constant, boolean column, int x, int z) implements Instruction {}

  /** {@code z = kind(x, y)}, elementwise; column registers if {@code column}, otherwise full. */
  record Binary(Kind kind, boolean column, int x, int y, int z) implements Instruction {}

  /** {@code z = kind(x, y)}; x and z are full registers, y a column register. */
  record BinaryByRow(Kind kind, int x, int y, int z) implements Instruction {}

  /** Sum or maximum of each row of the full register x, to the column register z. */
  record ReduceRows(Kind kind, int x, int z) implements Instruction {}

  /** Each element of the column register x, to the whole row of the full register z. */
  record Expand(int x, int z) implements Instruction {}

  /** Adds the rows of the full register x to the first row of the full register total. */
  record AddRows(int x, int total) implements Instruction {}

  /** Loads the rows of an array to the full register z. */
  record LoadFull(INDArray array, int z) implements Instruction {}

  /** Loads the rows of an array of one column to the column register z. */
  record LoadColumn(INDArray array, int z) implements Instruction {}

  /** Loads an array of one row to every row of the full register z. */
  record LoadRow(INDArray array, int z) implements Instruction {}

  /** Loads the full register z from an array with one row for each {@code block} of rows. */
  record LoadRows(INDArray array, int block, int z) implements Instruction {}

  /** Stores the column register x to the rows of an array of one column. */
  record StoreColumn(int x, INDArray array) implements Instruction {}

  /** Stores the full register x to the rows of an array. */
  record StoreFull(int x, INDArray array) implements Instruction {}
}
