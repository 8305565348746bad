package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import com.google.common.primitives.ImmutableLongArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A BERT's sizes and parameters.
 *
 * @param config the sizes
 * @param tensors float32 in C order, names, order and shapes as {@link BertConfig#parameterShapes}
 *     says. The arrays are not copied; their native memory is freed when nothing refers to them
 */
public record BertWeights(BertConfig config, ImmutableMap<String, INDArray> tensors) {

  /**
   * Checks that every parameter is there, and nothing else, each of its shape.
   *
   * @throws IllegalArgumentException if not, with the parameter's name
   */
  public BertWeights {
    ImmutableMap<String, ImmutableLongArray> shapes = config.parameterShapes();
    for (String name : Sets.difference(tensors.keySet(), shapes.keySet())) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": found, expected no such parameter in a BERT of "
              + config.layers()
              + " layers");
    }
    shapes.forEach(
        (name, expected) -> {
          INDArray tensor = tensors.get(name);
          if (tensor == null) {
            throw new IllegalArgumentException(
                "tensor " + name + ": found none, expected shape " + expected);
          }
          ImmutableLongArray found = ImmutableLongArray.copyOf(tensor.shape());
          if (!found.equals(expected)) {
            throw new IllegalArgumentException(
                "tensor " + name + ": found shape " + found + ", expected " + expected);
          }
        });
  }
}
