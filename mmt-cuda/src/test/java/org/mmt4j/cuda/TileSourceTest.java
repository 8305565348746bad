package org.mmt4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.ir.Instruction;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.TileProgram;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TileSourceTest {

  private final INDArray x = Nd4j.zeros(DataType.FLOAT, 40, 10);
  private final INDArray row = Nd4j.zeros(DataType.FLOAT, 10);
  private final INDArray y = Nd4j.zeros(DataType.FLOAT, 40, 10);
  private final INDArray sum = Nd4j.zeros(DataType.FLOAT, 10);

  /** y = 2 (x + row), and, if asked for, the sum of its columns. */
  private TileProgram program(int rows, float factor, boolean sums) {
    ImmutableList.Builder<Instruction> steps = ImmutableList.builder();
    steps.add(new Instruction.LoadFull(x, 0));
    steps.add(new Instruction.Binary(Kind.ADD, false, 0, 1, 0));
    steps.add(new Instruction.Unary(Kind.MULTIPLY_CONSTANT, factor, false, 0, 0));
    steps.add(new Instruction.StoreFull(0, y));
    if (sums) {
      steps.add(new Instruction.AddRows(0, 2));
    }
    return new TileProgram(
        new Matrix(rows, 10),
        3,
        0,
        ImmutableList.of(new Instruction.LoadRow(row, 1)),
        steps.build(),
        sums ? ImmutableList.of(new TileProgram.ColumnSum(2, sum)) : ImmutableList.of());
  }

  @Test
  void elementsHaveAThreadEach() {
    TileSource source = TileSource.of(program(40, 2, false));
    assertEquals(
        """
        #define C 10
        extern "C" __global__ void NAME(int rows, const float* __restrict__ a0, const float* __restrict__ a1, float* __restrict__ o0) {
          int i = blockIdx.x * blockDim.x + threadIdx.x;
          if (i >= rows * C) return;
          int r = i / C, c = i - r * C;
          float v1 = a1[i];
          float v0 = a0[c];
          float v2 = v1 + v0;
          float v3 = v2 * 2.0f;
          o0[i] = v3;
        }
        """,
        source.text());
    assertEquals(List.of(row, x), source.inputs());
    assertEquals(List.of(y), source.outputs());
    assertEquals(new Grid(2, 1, 256), source.grid());
  }

  @Test
  void sumsOfColumnsAreAddedInTheOrderOfChunks() {
    TileSource source = TileSource.of(program(40, 2, true));
    assertEquals(List.of(sum), source.sums());
    assertEquals(10, source.chunks());
    assertEquals(new Grid(1, 10, 32), source.grid());
  }

  @Test
  void programsThatDifferInTheNumberOfRowsHaveOneSource() {
    String text = TileSource.of(program(40, 2, true)).text();
    assertEquals(text, TileSource.of(program(20, 2, true)).text());
    assertNotEquals(text, TileSource.of(program(40, 3, true)).text());
  }
}
