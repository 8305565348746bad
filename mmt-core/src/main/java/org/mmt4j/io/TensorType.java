package org.mmt4j.io;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import org.mmt4j.graph.Backend;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Element types of tensor files, with the names of safetensors. F16 and BF16 are read as float32
 * without rounding, and are not written.
 */
enum TensorType {
  F32(4, DataType.FLOAT),
  F64(8, DataType.DOUBLE),
  I32(4, DataType.INT32),
  I64(8, DataType.INT64),
  F16(2, DataType.FLOAT),
  BF16(2, DataType.FLOAT);

  private static final ImmutableMap<DataType, TensorType> WRITTEN =
      ImmutableMap.of(
          DataType.FLOAT, F32, DataType.DOUBLE, F64, DataType.INT32, I32, DataType.INT64, I64);

  private static final int CHUNK = 1 << 16;

  private final int bytes;
  private final DataType dataType;

  TensorType(int bytes, DataType dataType) {
    this.bytes = bytes;
    this.dataType = dataType;
  }

  static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Returns the type in which arrays of {@code dataType} are written. */
  static TensorType of(DataType dataType) {
    TensorType type = WRITTEN.get(dataType);
    if (type == null) {
      throw new IllegalArgumentException(
          "type of a tensor: found " + dataType + ", expected one of " + WRITTEN.keySet());
    }
    return type;
  }

  int bytes() {
    return bytes;
  }

  /** Returns the data type of arrays that are read. */
  DataType dataType() {
    return dataType;
  }

  /** Converts little-endian, row-major bytes to an array that can be closed. */
  INDArray read(ByteBuffer source, long[] shape) {
    Backend.require();
    if (!source.hasRemaining()) {
      return Nd4j.create(dataType, shape);
    }
    INDArray array = Nd4j.createUninitialized(dataType, shape);
    try {
      if (HostMemory.supports(array) && hasBytesOfArrays()) {
        HostMemory.bytes(array).put(source);
      } else {
        DataBuffer elements = array.data();
        for (long i = 0; i < array.length(); i++) {
          put(source, elements, i);
        }
      }
      return array;
    } catch (RuntimeException | Error e) {
      array.close();
      throw e;
    }
  }

  /** Whether elements have the same bytes in files and in arrays. */
  private boolean hasBytesOfArrays() {
    return bytes == dataType.width() && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  private void put(ByteBuffer source, DataBuffer target, long index) {
    switch (this) {
      case F32 -> target.put(index, source.getFloat());
      case F64 -> target.put(index, source.getDouble());
      case I32 -> target.put(index, source.getInt());
      case I64 -> target.put(index, source.getLong());
      case F16 -> target.put(index, ofF16(source.getShort()));
      case BF16 -> target.put(index, Float.intBitsToFloat(source.getShort() << Short.SIZE));
    }
  }

  /**
   * Converts IEEE 754 binary16: sign s, 5 bits of exponent e, 10 bits of fraction f. The value is
   * (-1)^s 2^(e-15) (1 + f/1024); for e = 0 it is (-1)^s 2^-14 f/1024; for e = 31 it is infinity or
   * NaN.
   */
  static float ofF16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign));
    }
    int exponentOfFloat = exponent == 31 ? 255 : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | exponentOfFloat << 23 | fraction << 13);
  }

  /** Writes the elements of an array in row-major order. */
  void write(INDArray tensor, FileChannel channel) throws IOException {
    if (tensor.isView() || tensor.ordering() != 'c') {
      try (INDArray rowMajor = tensor.dup('c')) {
        writeInOrder(rowMajor, channel);
      }
    } else {
      writeInOrder(tensor, channel);
    }
  }

  private void writeInOrder(INDArray rowMajor, FileChannel channel) throws IOException {
    if (HostMemory.supports(rowMajor) && hasBytesOfArrays()) {
      AtomicFiles.writeFully(channel, HostMemory.bytes(rowMajor));
      return;
    }
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * bytes).order(ByteOrder.LITTLE_ENDIAN);
    DataBuffer elements = rowMajor.data();
    for (long i = 0; i < rowMajor.length(); i++) {
      put(elements, i, chunk);
      if (!chunk.hasRemaining()) {
        AtomicFiles.writeFully(channel, chunk.flip());
        chunk.clear();
      }
    }
    AtomicFiles.writeFully(channel, chunk.flip());
  }

  private void put(DataBuffer source, long index, ByteBuffer target) {
    switch (this) {
      case F32 -> target.putFloat(source.getFloat(index));
      case F64 -> target.putDouble(source.getDouble(index));
      case I32 -> target.putInt(source.getInt(index));
      case I64 -> target.putLong(source.getLong(index));
      case F16, BF16 ->
          throw new IllegalStateException(
              "type of a tensor: found " + this + ", which is not written");
    }
  }
}
