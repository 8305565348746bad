package org.mmt4j.graph.ir;

import com.google.common.collect.ImmutableList;
import org.mmt4j.graph.ir.Node.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Several nodes over one matrix, computed together: all instructions run for a few rows before the
 * next rows, so only the requested results are written to memory.
 *
 * @param fullRegisters the number of full registers; {@code columnRegisters} alike
 * @param once instructions whose registers hold the same values for all rows
 * @param instructions for each group of rows, in this order
 * @param columnSums written after all rows
 */
public record TileProgram(
    Matrix matrix,
    int fullRegisters,
    int columnRegisters,
    ImmutableList<Instruction> once,
    ImmutableList<Instruction> instructions,
    ImmutableList<ColumnSum> columnSums)
    implements Step {

  /**
   * A sum over the rows of the matrix.
   *
   * @param total the full register whose first row {@link Instruction.AddRows} adds to
   * @param target the array that receives the sum
   */
  public record ColumnSum(int total, INDArray target) {}
}
