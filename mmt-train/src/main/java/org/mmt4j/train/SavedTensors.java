package org.mmt4j.train;

import java.util.Map;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The tensors of a checkpoint's optimizer, looked up with what they must be. */
record SavedTensors(Map<String, INDArray> tensors) {

  /** What follows a prefix in the names that start with it. */
  List<String> namesAfter(String prefix) {
    return tensors.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException if there is none, or it has another type or shape
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

  /** The tensor of that name, of any shape. */
  INDArray get(String name) {
    INDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "tensor " + name + ": found none among " + tensors.size() + ", expected one");
    }
    return tensor;
  }
}
