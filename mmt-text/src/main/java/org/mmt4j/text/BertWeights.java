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
 * Sizes and parameters of a BERT.
 *
 * @param config the sizes
 * @param tensors float32 in C order, with the names, order and shapes of {@link
 *     BertConfig#parameterShapes}, optionally followed by the pooler ({@link
 *     BertConfig#poolerShapes}). The arrays are not copied; their native memory is freed when
 *     nothing refers to them
 */
public record BertWeights(BertConfig config, ImmutableMap<String, INDArray> tensors) {

  /**
   * Checks that the tensors are exactly the parameters of the BERT, with or without the complete
   * pooler, and that each has its shape.
   *
   * @throws IllegalArgumentException if not; the message names all missing tensors, or all unknown
   *     tensors, or the first tensor with a wrong shape
   */
  public BertWeights {
    Map<String, ImmutableLongArray> shapes = new LinkedHashMap<>(config.parameterShapes());
    if (!Collections.disjoint(tensors.keySet(), config.poolerShapes().keySet())) {
      shapes.putAll(config.poolerShapes());
    }
    requireNone(
        config,
        "all its parameters",
        "missing",
        Sets.difference(shapes.keySet(), tensors.keySet()));
    requireNone(
        config,
        "only its parameters",
        "unknown",
        Sets.difference(tensors.keySet(), shapes.keySet()));
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

  private static void requireNone(
      BertConfig config, String expected, String problem, Set<String> names) {
    if (!names.isEmpty()) {
      throw new IllegalArgumentException(
          "BERT with "
              + config.layers()
              + " layers: expected "
              + expected
              + ", found "
              + names.size()
              + " "
              + problem
              + ": "
              + names);
    }
  }
}
