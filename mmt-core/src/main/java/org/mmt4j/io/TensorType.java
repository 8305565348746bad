package org.mmt4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Element types of tensor files, under safetensors' names. */
enum TensorType {
  F32(DataType.FLOAT, 4),
  F64(DataType.DOUBLE, 8),
  I32(DataType.INT32, 4),
  I64(DataType.INT64, 8);

  private static final int CHUNK = 1 << 16;

  private final DataType dataType;
  private final int bytes;

  TensorType(DataType dataType, int bytes) {
    this.dataType = dataType;
    this.bytes = bytes;
  }

  static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static TensorType of(DataType dataType) {
    return Arrays.stream(values())
        .filter(type -> type.dataType == dataType)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "type of a tensor: found "
                        + dataType
                        + ", expected one of "
                        + Arrays.toString(values())));
  }

  int bytes() {
    return bytes;
  }

  /** Little-endian, row-major bytes to an array of that shape. */
  INDArray read(ByteBuffer source, long[] shape) {
    int length = source.remaining() / bytes;
    INDArray flat =
        switch (this) {
          case F32 -> {
            float[] values = new float[length];
            source.asFloatBuffer().get(values);
            yield Nd4j.createFromArray(values);
          }
          case F64 -> {
            double[] values = new double[length];
            source.asDoubleBuffer().get(values);
            yield Nd4j.createFromArray(values);
          }
          case I32 -> {
            int[] values = new int[length];
            source.asIntBuffer().get(values);
            yield Nd4j.createFromArray(values);
          }
          case I64 -> {
            long[] values = new long[length];
            source.asLongBuffer().get(values);
            yield Nd4j.createFromArray(values);
          }
        };
    return flat.reshape(shape);
  }

  /** Writes an array's elements row by row. */
  void write(INDArray tensor, FileChannel channel) throws IOException {
    INDArray rowMajor = tensor.isView() || tensor.ordering() != 'c' ? tensor.dup('c') : tensor;
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * bytes).order(ByteOrder.LITTLE_ENDIAN);
    var data = rowMajor.data();
    for (long i = 0; i < rowMajor.length(); i++) {
      switch (this) {
        case F32 -> chunk.putFloat(data.getFloat(i));
        case F64 -> chunk.putDouble(data.getDouble(i));
        case I32 -> chunk.putInt(data.getInt(i));
        case I64 -> chunk.putLong(data.getLong(i));
      }
      if (!chunk.hasRemaining()) {
        AtomicFiles.writeFully(channel, chunk.flip());
        chunk.clear();
      }
    }
    AtomicFiles.writeFully(channel, chunk.flip());
  }
}
