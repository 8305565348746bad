package org.mmt4j.caption;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Turns captions into one vector each, h(c) (paper, section 3.2). Implementations are found by
 * {@link CaptionEncoderLoader} when a saved model is loaded.
 *
 * <p>Its parameters live among the model's, under the names that {@link #encode} declares; those it
 * was pretrained with are their initial values. Thread-safe. The model does not close it: who made
 * it does.
 */
public interface CaptionEncoder extends AutoCloseable {

  /** Name of the kind of encoder, under which {@link CaptionEncoderLoader} finds it. */
  String kind();

  /** Length of h(c). */
  int dimension();

  /** Largest number of tokens it reads; longer captions are truncated. */
  int maxTokens();

  /**
   * Whether it reads captions filled up to {@link #maxTokens} with padding, as a pooling over all
   * positions does; if not, padding costs nothing.
   */
  default boolean readsPadding() {
    return false;
  }

  /**
   * Ids of a caption's tokens, special tokens included.
   *
   * @return 1 to {@link #maxTokens} ids
   * @throws IllegalArgumentException if the caption is blank
   */
  int[] tokenize(String caption);

  /**
   * Adds the encoder to a graph.
   *
   * @param context without a scope
   * @param shape of the batch, whose inputs are declared by this method through {@link
   *     CaptionTokens}
   * @return h, (captions, dimension)
   */
  SDVariable encode(LayerContext context, CaptionTokens.Shape shape);

  /** Writes what {@link CaptionEncoderLoader#load} needs, besides the parameters, to files. */
  void save(Path directory) throws IOException;

  @Override
  void close();
}
