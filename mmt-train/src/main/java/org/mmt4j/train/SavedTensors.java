package org.mmt4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The tensors of a checkpoint's optimizer; checks their type and shape. */
record SavedTensors(Map<String, INDArray> tensors) {

  /** Returns the names that start with a prefix, without the prefix. */
  List<String> namesAfter(String prefix) {
    return tensors.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /**
   * Returns the tensor of that name.
   *
   * @throws IllegalArgumentException if it is missing, or has a different type or shape
   */
  INDArray get(String name, DataType type, long... shape) {
    INDArray tensor = get(name);
    if (tensor.dataType() != type || !Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "tensor %s: found %s %s, expected %s %s"
              .formatted(
                  name,
                  tensor.dataType(),
                  Arrays.toString(tensor.shape()),
                  type,
                  Arrays.toString(shape)));
    }
    return tensor;
  }

  /** Returns the tensor of that name, of any type and shape. */
  INDArray get(String name) {
    INDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": expected it, found none of that name among "
              + tensors.size()
              + " tensors");
    }
    return tensor;
  }
}
