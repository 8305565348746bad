package org.mmt4j.graph.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostMemoryTest {

  @Test
  void readsAndWritesAViewInPlace() {
    INDArray whole = Nd4j.arange(100).castTo(DataType.FLOAT);
    INDArray part = whole.get(NDArrayIndex.interval(20, 32)).reshape('c', true, 3, 4);
    INDArray row = part.get(NDArrayIndex.interval(1, 2), NDArrayIndex.all());
    assertEquals(20, HostMemory.floats(part).get(0));
    assertEquals(24, HostMemory.floats(row).get(0));
    assertEquals(20, HostMemory.bytes(part).getFloat(0));
    FloatBuffer floats = HostMemory.floats(part);
    assertEquals(12, floats.remaining());
    floats.put(3, -1);
    assertEquals(-1, whole.getFloat(23));
  }

  @Test
  void readsAViewBeyondTwoGibibytesInPlace() {
    long far = (1L << 31) + 12; // untouched pages need no memory
    try (INDArray whole = Nd4j.createUninitialized(DataType.INT8, far + 4)) {
      INDArray part = whole.get(NDArrayIndex.interval(far, far + 4));
      part.assign(7);
      ByteBuffer bytes = HostMemory.bytes(part);
      assertEquals(4, bytes.remaining());
      assertEquals(7, bytes.get(0));
      bytes.put(3, (byte) 5);
      assertEquals(5, whole.getDouble(far + 3));
    }
  }
}
