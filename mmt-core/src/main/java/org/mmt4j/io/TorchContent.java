package org.mmt4j.io;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The value of a PyTorch file and all of its tensors, which may be anywhere in the value. */
record TorchContent(Object value, List<INDArray> tensors) implements AutoCloseable {

  /** Frees the tensors. */
  @Override
  public void close() {
    tensors.forEach(INDArray::close);
  }
}
