package org.mmt4j.text;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Hash of the values of a tensor. */
final class Fingerprint {

  private Fingerprint() {}

  /** Returns the sha256 of the little-endian float32 values of an array in C order. */
  static String of(INDArray tensor) {
    float[] values = tensor.data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Hashing.sha256().hashBytes(bytes.array()).toString();
  }
}
