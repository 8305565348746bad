package org.mmt4j.extract.onnx;

import com.google.common.primitives.Floats;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.List;

/**
 * An array that a network reads or writes.
 *
 * @param values in C order; not copied
 * @param shape lengths, whose product is the number of values
 */
public record OnnxArray(float[] values, List<Long> shape) {

  public OnnxArray {
    shape = List.copyOf(shape);
    long count = shape.stream().reduce(1L, Math::multiplyExact);
    if (count != values.length) {
      throw new IllegalArgumentException(
          "array of shape " + shape + ": found " + values.length + " values, expected " + count);
    }
  }

  /** Creates an array of values in C order. */
  public static OnnxArray of(float[] values, long... shape) {
    return new OnnxArray(values, Longs.asList(shape));
  }

  /** Returns arrays of one shape as one array, with a new first axis. */
  static OnnxArray stack(List<OnnxArray> arrays) {
    float[][] values = arrays.stream().map(OnnxArray::values).toArray(float[][]::new);
    List<Long> shape = new ArrayList<>(arrays.get(0).shape());
    shape.add(0, (long) arrays.size());
    return new OnnxArray(values.length == 1 ? values[0] : Floats.concat(values), shape);
  }
}
