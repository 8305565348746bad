package org.mmt4j.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Collects the tensors of a BERT while a file is read; {@link #close} frees them unless {@link
 * #finish} returned them.
 */
final class BertTensors implements AutoCloseable {

  private final Map<String, INDArray> tensors = new LinkedHashMap<>();
  private boolean finished;

  void add(String name, INDArray tensor) {
    tensors.put(name, tensor);
  }

  /** Returns the tensors, which the caller owns from now on. */
  BertWeights finish(BertConfig config) {
    BertWeights weights = new BertWeights(config, tensors);
    finished = true;
    return weights;
  }

  @Override
  public void close() {
    if (!finished) {
      tensors.values().forEach(INDArray::close);
    }
  }
}
