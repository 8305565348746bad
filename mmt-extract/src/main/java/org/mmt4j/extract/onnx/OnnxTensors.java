package org.mmt4j.extract.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.google.common.primitives.Longs;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import org.mmt4j.io.DataFileException;

/** Converts arrays to ONNX Runtime tensors and back. */
final class OnnxTensors {

  private OnnxTensors() {}

  /** Returns a tensor of the type that the network reads; the caller closes it. */
  static OnnxTensor of(
      OrtEnvironment environment, Path file, String name, OnnxArray array, OnnxJavaType type)
      throws DataFileException, OrtException {
    long[] shape = Longs.toArray(array.shape());
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(array.values()), shape);
      case INT64 -> OnnxTensor.createTensor(environment, longs(array.values()), shape);
      case INT32 -> OnnxTensor.createTensor(environment, ints(array.values()), shape);
      case UINT8 ->
          OnnxTensor.createTensor(environment, bytes(array.values()), shape, OnnxJavaType.UINT8);
      default ->
          throw new DataFileException(
              file, name + ": found type " + type + ", expected FLOAT, INT64, INT32 or UINT8");
    };
  }

  private static LongBuffer longs(float[] values) {
    LongBuffer longs = LongBuffer.allocate(values.length);
    for (float value : values) {
      longs.put(Math.round((double) value));
    }
    return longs.flip();
  }

  private static IntBuffer ints(float[] values) {
    IntBuffer ints = IntBuffer.allocate(values.length);
    for (float value : values) {
      ints.put(Math.round(value));
    }
    return ints.flip();
  }

  private static ByteBuffer bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length);
    for (float value : values) {
      bytes.put((byte) Math.round(value));
    }
    return bytes.flip();
  }

  static OnnxArray read(Path file, String name, OnnxValue value) throws DataFileException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new DataFileException(
          file, name + ": found " + value.getType() + ", expected a tensor");
    }
    FloatBuffer floats = tensor.getFloatBuffer(); // a copy; null unless of a floating-point type
    if (floats == null) {
      throw new DataFileException(
          file, name + ": found type " + tensor.getInfo().type + ", expected FLOAT or FLOAT16");
    }
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return OnnxArray.of(values, tensor.getInfo().getShape());
  }
}
