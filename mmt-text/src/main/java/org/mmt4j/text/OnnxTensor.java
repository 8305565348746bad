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

  /** Returns the sizes of the axes. */
  ImmutableLongArray shape() {
    return ImmutableLongArray.copyOf(proto.getDimsList());
  }

  /** Returns a new array of the same shape. */
  INDArray array() {
    return floatTensor().array();
  }

  /** Returns the transpose of a matrix [rows, columns] as a new array [columns, rows]. */
  INDArray transposed() {
    return floatTensor().transposed();
  }

  /**
   * Returns all values.
   *
   * @throws IllegalArgumentException if the tensor is not float32 or not stored in the model, its
   *     size does not fit its shape, or a value is NaN or infinite
   */
  float[] floats() {
    return floatTensor().values();
  }

  private FloatTensor floatTensor() {
    float[] values = new float[Math.toIntExact(requireStored(DataType.FLOAT, Float.BYTES))];
    bytes().asFloatBuffer().get(values);
    return new FloatTensor(name, shape(), values);
  }

  /** Returns all values of an int64 tensor. */
  long[] longs() {
    long[] values = new long[Math.toIntExact(requireStored(DataType.INT64, Long.BYTES))];
    bytes().asLongBuffer().get(values);
    return values;
  }

  private ByteBuffer bytes() {
    return proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Checks that the tensor stores all values of its shape, and returns their number. */
  private long requireStored(DataType type, int valueBytes) {
    if (proto.getDataType() != type.getNumber()) {
      throw new IllegalArgumentException(
          "tensor " + name + ": found values of type " + typeName() + ", expected " + type);
    }
    if (proto.getDataLocation() == DataLocation.EXTERNAL) {
      throw new IllegalArgumentException(
          "tensor " + name + ": found external data, expected its values in the model file");
    }
    long stored = proto.getRawData().size();
    long count = 1;
    for (long size : proto.getDimsList()) {
      if (size < 1 || count > stored / size) {
        throw wrongSize(stored);
      }
      count *= size;
    }
    if (count * valueBytes != stored) {
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
            + " bytes of values, expected as many bytes as shape "
            + shape()
            + " needs");
  }

  private String typeName() {
    DataType known = DataType.forNumber(proto.getDataType());
    return known == null ? "number " + proto.getDataType() : known.name();
  }
}
