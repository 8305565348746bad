package org.mmt4j.similarity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link VectorPrecision#FLOAT32}: a matrix, multiplied by BLAS. */
record FloatBlock(INDArray matrix) implements VectorBlock {

  private static final int JOINED = 8;

  static FloatBlock of(List<float[]> vectors) {
    return new FloatBlock(Nd4j.create(vectors.toArray(float[][]::new)));
  }

  /** The same vectors in fewer blocks: products of larger ones come nearer to memory speed. */
  static ImmutableList<FloatBlock> joined(List<FloatBlock> blocks) {
    return Lists.partition(blocks, JOINED).stream()
        .map(FloatBlock::join)
        .collect(ImmutableList.toImmutableList());
  }

  private static FloatBlock join(List<FloatBlock> blocks) {
    if (blocks.size() == 1) {
      return blocks.get(0);
    }
    INDArray[] matrices = blocks.stream().map(FloatBlock::matrix).toArray(INDArray[]::new);
    try {
      return new FloatBlock(Nd4j.concat(0, matrices));
    } finally {
      blocks.forEach(FloatBlock::close);
    }
  }

  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public long bytes() {
    return matrix.length() * Float.BYTES;
  }

  /** (rows, N d)·(N d): with a column (N d, 1) it would be twice as slow. */
  @Override
  public void multiply(float[] other, float[] products, int first) {
    try (INDArray vector = Nd4j.createFromArray(other);
        INDArray product = matrix.mmul(vector)) {
      product.data().asNioFloat().get(0, products, first, rows());
    }
  }

  @Override
  public void close() {
    matrix.close();
  }
}
