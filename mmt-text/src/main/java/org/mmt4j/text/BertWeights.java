package org.mmt4j.text;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mmt4j.graph.ClosedException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sizes and parameters of a BERT. Owns the native memory of the parameters: {@link #close} frees
 * it. A {@link Bert#of(BertWeights, WordPieceVocabulary, BertOptions) Bert} that is created from
 * them owns and closes them.
 *
 * @param config the sizes
 * @param tensors float32 in C order, with the names, order and shapes of {@link
 *     BertConfig#parameterShapes}, optionally followed by the pooler ({@link
 *     BertConfig#poolerShapes}). The arrays are not copied
 */
public record BertWeights(BertConfig config, Map<String, INDArray> tensors)
    implements AutoCloseable {

  /**
   * Checks that the tensors are exactly the parameters of the BERT, with or without the complete
   * pooler, and that each has its shape.
   *
   * @throws IllegalArgumentException if not; the message names all missing tensors, or all unknown
   *     tensors, or the first tensor with a wrong shape. The tensors then stay the caller's
   */
  public BertWeights {
    Map<String, INDArray> copy = ImmutableMap.copyOf(tensors);
    Map<String, long[]> shapes = new LinkedHashMap<>(config.parameterShapes());
    if (!Collections.disjoint(copy.keySet(), config.poolerShapes().keySet())) {
      shapes.putAll(config.poolerShapes());
    }
    requireNone(
        config, "all its parameters", "missing", Sets.difference(shapes.keySet(), copy.keySet()));
    requireNone(
        config, "only its parameters", "unknown", Sets.difference(copy.keySet(), shapes.keySet()));
    shapes.forEach(
        (name, expected) -> {
          long[] found = requireNonNull(copy.get(name)).shape();
          if (!Arrays.equals(found, expected)) {
            throw new IllegalArgumentException(
                "tensor "
                    + name
                    + ": found shape "
                    + Arrays.toString(found)
                    + ", expected "
                    + Arrays.toString(expected));
          }
        });
    tensors = copy;
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

  /** Checks that nobody has closed the weights. */
  void requireOpen() {
    if (tensors.values().stream().anyMatch(INDArray::wasClosed)) {
      throw new ClosedException("weights of a BERT");
    }
  }

  /** Frees the tensors. A second call does nothing. */
  @Override
  public void close() {
    tensors.values().stream().filter(tensor -> !tensor.wasClosed()).forEach(INDArray::close);
  }
}
