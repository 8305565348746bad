package org.mmt4j.caption;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Turns captions into one vector each, h(c) (paper, section 3.2). Implementations are found by
 * {@link CaptionEncoderLoader} when a saved model is loaded.
 *
 * <p>Its parameters live among the model's, under the names that {@link #encode} declares; those it
 * was pretrained with are their initial values. Thread-safe. A model that is built with an encoder
 * owns and closes it; {@link #shared} is for an encoder that several models use.
 */
public interface CaptionEncoder extends AutoCloseable {

  /** Name of the kind of encoder, under which {@link CaptionEncoderLoader} finds it. */
  String kind();

  /**
   * Returns everything besides the parameters that changes what the encoder computes, by name:
   * sizes, vocabulary, options. A training is resumed only if they are the same.
   */
  SortedMap<String, String> describe();

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
   * Returns the id of the padding token, whose embedding is never trained; empty if there is none.
   */
  OptionalInt paddingId();

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

  /**
   * Returns a view of this encoder that does not close it, for models that share it. Whoever made
   * this encoder closes it, after those models.
   */
  default CaptionEncoder shared() {
    return new SharedCaptionEncoder(this);
  }

  /** Frees native memory; closing twice is harmless, later calls throw {@code ClosedException}. */
  @Override
  void close();
}
