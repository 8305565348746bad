package org.mmt4j.graph.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Elements of arrays where they are, for loops in Java. */
public final class HostMemory {

  private HostMemory() {}

  /**
   * Whether {@link #bytes} takes an array: row by row without gaps, and no more than Java indexes.
   */
  public static boolean takes(INDArray array) {
    return RowMajor.isWhole(array)
        && array.length() * array.dataType().width() <= Integer.MAX_VALUE;
  }

  /** The bytes of an array, in the machine's order; good for as long as the array is open. */
  public static ByteBuffer bytes(INDArray array) {
    return bytes(array, 0, array.length());
  }

  /** The bytes of some of the elements of an array that lies row by row. */
  public static ByteBuffer bytes(INDArray array, long first, long count) {
    int width = array.dataType().width();
    return new BytePointer(array.data().pointer())
        .getPointer((array.offset() + first) * width) // a buffer's own position ends at 2 GiB
        .capacity(count * width)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** The numbers of an array of single precision. */
  public static FloatBuffer floats(INDArray array) {
    return bytes(array).asFloatBuffer();
  }
}
