package org.mmt4j.text;

import com.google.common.primitives.ImmutableLongArray;
import org.mmt4j.graph.Backend;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float32 tensor from the file of a pretrained model.
 *
 * @param name name in messages
 * @param shape sizes of its axes
 * @param values row-major, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // hundreds of MB, never compared
record FloatTensor(String name, ImmutableLongArray shape, float[] values) {

  /**
   * Checks that all values are finite.
   *
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  FloatTensor {
    Backend.require();
    requireFinite(name, values);
  }

  /** Returns a new array of the same shape. */
  INDArray array() {
    return Nd4j.create(values, shape.toArray(), 'c');
  }

  /** Returns the transpose of a matrix [rows, columns] as a new array [columns, rows]. */
  INDArray transposed() {
    int rows = Math.toIntExact(shape.get(0));
    int columns = Math.toIntExact(shape.get(1));
    float[] transposed = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = values[row * columns + column];
      }
    }
    return Nd4j.create(transposed, new long[] {columns, rows}, 'c');
  }

  /**
   * Checks that all values are finite.
   *
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  static void requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "tensor "
                + name
                + ", value "
                + i
                + ": found "
                + values[i]
                + ", expected a finite number");
      }
    }
  }
}
