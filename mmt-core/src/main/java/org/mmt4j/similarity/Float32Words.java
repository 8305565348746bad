package org.mmt4j.similarity;

import java.util.Arrays;

/** Words of {@link VectorPrecision#FLOAT32}: the bits of one value each. */
final class Float32Words implements WordFormat {

  @Override
  public int words(int dimension) {
    return dimension;
  }

  @Override
  public float encode(float[] vector, int[] group, int index, int vectors) {
    for (int k = 0; k < vector.length; k++) {
      group[k * vectors + index] = Float.floatToRawIntBits(vector[k]);
    }
    return 1;
  }

  @Override
  public float[] decode(int[] words, int dimension) {
    float[] vector = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      vector[k] = Float.intBitsToFloat(words[k]);
    }
    return vector;
  }

  @Override
  public Products products(float[] vector) {
    float[] values = new float[GROUP];
    return new Products() {
      @Override
      public float scale() {
        return 1;
      }

      @Override
      public void write(Words source, int first, int vectors, float[] products) {
        Arrays.fill(products, 0, vectors, 0);
        for (int k = 0; k < vector.length; k++) {
          source.floats().get(first + k * vectors, values, 0, vectors);
          add(values, vector[k], products, vectors);
        }
      }
    };
  }

  private static void add(float[] values, float factor, float[] sums, int vectors) {
    for (int i = 0; i < vectors; i++) {
      sums[i] += values[i] * factor;
    }
  }
}
