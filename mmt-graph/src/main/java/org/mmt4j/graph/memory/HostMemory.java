package org.mmt4j.graph.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Direct access from Java to the memory of arrays. */
public final class HostMemory {

  private HostMemory() {}

  /**
   * Returns whether {@link #bytes} supports an array: of the CPU's backend, row-major without gaps,
   * and at most 2 GiB.
   */
  public static boolean supports(INDArray array) {
    return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU
        && RowMajor.isContiguous(array)
        && array.length() * array.dataType().width() <= Integer.MAX_VALUE;
  }

  /** Returns the bytes of an array in native byte order; valid as long as the array is open. */
  public static ByteBuffer bytes(INDArray array) {
    return bytes(array, 0, array.length());
  }

  /** Returns the bytes of a range of elements of a row-major array. */
  public static ByteBuffer bytes(INDArray array, long first, long count) {
    int elementBytes = array.dataType().width();
    return new BytePointer(array.data().pointer())
        .getPointer(
            (array.offset() + first) * elementBytes) // ByteBuffer.position() is limited to 2 GiB
        .capacity(count * elementBytes)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** Returns the values of a float32 array. */
  public static FloatBuffer floats(INDArray array) {
    return bytes(array).asFloatBuffer();
  }
}
