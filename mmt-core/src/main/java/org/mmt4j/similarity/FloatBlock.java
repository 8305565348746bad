package org.mmt4j.similarity;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.kernel.RowProducts;
import org.mmt4j.graph.kernel.Workers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Block of {@link VectorPrecision#FLOAT32}: a matrix, multiplied with BLAS. */
record FloatBlock(INDArray matrix) implements VectorBlock {

  static FloatBlock of(List<float[]> vectors) {
    return new FloatBlock(Nd4j.create(vectors.toArray(float[][]::new)));
  }

  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public long bytes() {
    return matrix.length() * Float.BYTES;
  }

  @Override
  public Workers.Job job(FloatPointer other, float[] products, int first) {
    return RowProducts.job(matrix, other, products, first);
  }

  @Override
  public void multiply(FloatBlock others, float[][] products, int firstRow, int firstColumn) {
    RowProducts.put(matrix, others.matrix, products, firstRow, firstColumn);
  }

  @Override
  public void close() {
    matrix.close();
  }
}
