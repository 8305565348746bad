package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AttentionKernelTest {

  private static final int SEQUENCES = 64;

  @AfterEach
  void restoreWorkers() {
    Workers.setCount(0);
  }

  /** Each of the sequences has one token, so that attention returns its value. */
  @Test
  void staysInItsMemoryIfTheNumberOfWorkersGrows() {
    Attention.Size size = new Attention.Size(SEQUENCES, 2, 1, SEQUENCES, 1);
    Workers.setCount(1);
    long[] shape = AttentionKernel.memoryShape(size);
    INDArray whole = Nd4j.zeros(DataType.FLOAT, 8, shape[1]);
    INDArray memory = RowMajor.rows(whole, 0, shape[0]);
    INDArray values = Nd4j.rand(DataType.FLOAT, SEQUENCES, 2);
    INDArray rows = Nd4j.arange(SEQUENCES).castTo(DataType.INT32);
    INDArray mask = Nd4j.zeros(DataType.FLOAT, SEQUENCES, 1, 1, 1);
    INDArray output = Nd4j.zeros(DataType.FLOAT, SEQUENCES, 2);
    Workers.setCount(8);
    new AttentionKernel(
            new Attention(size, 1, values, values, values, mask, rows, rows, output, memory))
        .run();
    assertEquals(values, output);
    assertEquals(0, RowMajor.rows(whole, 1, 7).sumNumber().doubleValue());
  }
}
