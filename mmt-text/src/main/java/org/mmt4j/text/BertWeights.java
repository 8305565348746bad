package org.mmt4j.text;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A BERT's sizes and parameters.
 *
 * @param config the sizes
 * @param tensors float32 in C order, names, order and shapes as {@link BertConfig#parameterShapes}
 *     says, then, if it is known, the pooler ({@link BertConfig#poolerShapes}). The arrays are not
 *     copied; their native memory is freed when nothing refers to them
 */
public record BertWeights(BertConfig config, ImmutableMap<String, INDArray> tensors) {

  /**
   * Checks that every parameter is there, the pooler wholly or not at all, and nothing else, each
   * of its shape.
   *
   * @throws IllegalArgumentException if not, with the names of all that are missing, or of all that
   *     are too many, or of the first of another shape
   */
  public BertWeights {
    Map<String, ImmutableLongArray> shapes = new LinkedHashMap<>(config.parameterShapes());
    if (!Collections.disjoint(tensors.keySet(), config.poolerShapes().keySet())) {
      shapes.putAll(config.poolerShapes());
    }
    requireNone("missing", Sets.difference(shapes.keySet(), tensors.keySet()), config);
    requireNone("left over", Sets.difference(tensors.keySet(), shapes.keySet()), config);
    shapes.forEach(
        (name, expected) -> {
          ImmutableLongArray found =
              ImmutableLongArray.copyOf(requireNonNull(tensors.get(name)).shape());
          if (!found.equals(expected)) {
            throw new IllegalArgumentException(
                "tensor " + name + ": found shape " + found + ", expected " + expected);
          }
        });
  }

  private static void requireNone(String what, Set<String> names, BertConfig config) {
    if (!names.isEmpty()) {
      throw new IllegalArgumentException(
          "parameters of a BERT of "
              + config.layers()
              + " layers: found "
              + names.size()
              + " "
              + what
              + ", expected none: "
              + names);
    }
  }
}
