package org.mmt4j.caption;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Encodes each caption as one vector, h(c) (paper, section 3.2). Saved models find implementations
 * through {@link CaptionEncoderLoader}.
 *
 * <p>The parameters of the encoder are part of the model's, with the names that {@link #encode}
 * declares; the pretrained values are their initial values. Implementations are thread-safe. A
 * model owns and closes its encoder; use {@link #shared} for an encoder of several models.
 */
public interface CaptionEncoder extends AutoCloseable {

  /** Returns the name of the kind of encoder, by which {@link CaptionEncoderLoader} finds it. */
  String kind();

  /**
   * Returns, by name, everything besides the parameters that affects the output: sizes, vocabulary,
   * options. A training resumes only if they are the same.
   */
  SortedMap<String, String> describe();

  /**
   * Returns, by name, the defaults of the options in {@link #describe}. A training also resumes
   * from a checkpoint whose description lacks an option, because it is older than the option, if
   * the option has its default.
   */
  default Map<String, String> defaultOptions() {
    return Map.of();
  }

  /** Returns the length of h(c). */
  int dimension();

  /** Returns the largest number of tokens that the encoder reads; longer captions are truncated. */
  int maxTokens();

  /**
   * Returns whether the encoder reads captions padded to {@link #maxTokens}, as pooling over all
   * positions needs. If not, captions are packed without padding.
   */
  default boolean readsPadding() {
    return false;
  }

  /**
   * Returns the id of the padding token, whose embedding is never trained; empty if there is no
   * padding token.
   */
  OptionalInt paddingId();

  /**
   * Returns the token ids of a caption, including special tokens.
   *
   * @return 1 to {@link #maxTokens} ids
   * @throws IllegalArgumentException if the caption is blank
   */
  int[] tokenize(String caption);

  /**
   * Adds the encoder to a graph.
   *
   * @param context context without a scope
   * @param shape shape of the batch; this method declares its inputs through {@link CaptionTokens}
   * @return h, (captions, dimension)
   */
  SDVariable encode(LayerContext context, CaptionTokens.Shape shape);

  /**
   * Fills the inputs that {@link #encode} declares besides those of {@link CaptionTokens}: what the
   * encoder computes outside the graph. By default there are none.
   *
   * @throws IllegalArgumentException if the captions cannot be encoded
   */
  default void fill(CompiledGraph graph, CaptionTokens tokens, CaptionTokens.Shape shape) {}

  /** Writes the files that {@link CaptionEncoderLoader#load} needs, without the parameters. */
  void save(Path directory) throws IOException;

  /**
   * Returns a view of this encoder whose {@code close} does nothing, for models that share the
   * encoder. The creator of this encoder closes it after those models.
   */
  default CaptionEncoder shared() {
    return new SharedCaptionEncoder(this);
  }

  /**
   * Frees native memory. Closing again has no effect; later calls throw {@code ClosedException}.
   */
  @Override
  void close();
}
