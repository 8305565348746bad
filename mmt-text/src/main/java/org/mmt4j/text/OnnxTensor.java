package org.mmt4j.text;

import com.google.common.primitives.ImmutableLongArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A tensor stored in an ONNX model: little-endian, row-major. */
record OnnxTensor(String name, TensorProto proto) {

  /** The sizes of its axes. */
  ImmutableLongArray shape() {
    return ImmutableLongArray.copyOf(proto.getDimsList());
  }

  /** Itself as a new array of the same shape. */
  INDArray array() {
    return floatTensor().array();
  }

  /** A matrix [rows, columns] as a new array [columns, rows]. */
  INDArray transposed() {
    return floatTensor().transposed();
  }

  /**
   * All its values.
   *
   * @throws IllegalArgumentException if it is not float32, not stored in the model, of another size
   *     than its shape says, or a value is NaN or infinite
   */
  float[] floats() {
    return floatTensor().values();
  }

  private FloatTensor floatTensor() {
    float[] values = new float[Math.toIntExact(requireStored(DataType.FLOAT, Float.BYTES))];
    bytes().asFloatBuffer().get(values);
    return new FloatTensor(name, shape(), values);
  }

  /** All its values; int64. */
  long[] longs() {
    long[] values = new long[Math.toIntExact(requireStored(DataType.INT64, Long.BYTES))];
    bytes().asLongBuffer().get(values);
    return values;
  }

  private ByteBuffer bytes() {
    return proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of values, after checking that so many are there. */
  private long requireStored(DataType type, int dimension) {
    if (proto.getDataType() != type.getNumber()) {
      throw new IllegalArgumentException(
          "tensor " + name + ": found values of type " + typeName() + ", expected " + type);
    }
    if (proto.getDataLocation() == DataLocation.EXTERNAL) {
      throw new IllegalArgumentException(
          "tensor " + name + ": found its values in another file, expected them in the model");
    }
    long stored = proto.getRawData().size();
    long count = 1;
    for (long size : proto.getDimsList()) {
      if (size < 1 || count > stored / size) {
        throw wrongSize(stored);
      }
      count *= size;
    }
    if (count * dimension != stored) {
      throw wrongSize(stored);
    }
    return count;
  }

  private IllegalArgumentException wrongSize(long stored) {
    return new IllegalArgumentException(
        "tensor "
            + name
            + ": found "
            + stored
            + " bytes of values, expected as many as shape "
            + shape()
            + " needs");
  }

  private String typeName() {
    DataType known = DataType.forNumber(proto.getDataType());
    return known == null ? "number " + proto.getDataType() : known.name();
  }
}
