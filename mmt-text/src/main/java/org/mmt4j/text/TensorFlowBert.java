package org.mmt4j.text;

import com.google.common.collect.Iterables;
import com.google.common.primitives.ImmutableLongArray;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the weights of a BERT from a TensorFlow SavedModel of Google's BERT code.
 *
 * <p>In the file, {@code encoder.layer.0.output.dense.weight} has the name {@code
 * bert/encoder/layer_0/output/dense/kernel} and the shape [in, out]; {@code LayerNorm.weight} and
 * {@code bias} are {@code LayerNorm/gamma} and {@code beta}; the names of tables do not end in
 * {@code weight}. All names may start with a scope such as {@code module/}. The sizes follow from
 * the shapes. The file does not contain the other settings: the head size is 64 and the epsilon of
 * the layer norms is 1e-12, as in all BERTs of that code, and the activation is assumed to be the
 * erf GELU of their training.
 */
public final class TensorFlowBert {

  private static final Logger log = LoggerFactory.getLogger(TensorFlowBert.class);
  private static final String BERT = "bert/";
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final int HEAD_SIZE = 64;
  private static final double LAYER_NORM_EPSILON = 1e-12;

  private final TensorBundle bundle;

  /** Prefix of the names before {@code bert/}. */
  private final String scope;

  private TensorFlowBert(TensorBundle bundle) {
    this.bundle = bundle;
    String words = BERT + "embeddings/word_embeddings";
    this.scope =
        bundle.names().stream()
            .filter(name -> name.endsWith(words))
            .findFirst()
            .map(name -> name.substring(0, name.length() - words.length()))
            .orElse("");
  }

  /**
   * Reads the files {@code variables.index} and {@code variables.data-00000-of-00001}. Skips heads
   * for the pretraining tasks ({@code cls/}). The caller closes the weights, or gives them to a
   * {@link Bert}.
   *
   * @param savedModel directory of a SavedModel
   * @throws TensorFileException if a file is missing, truncated, damaged or of a different format,
   *     the tensors are not exactly those of a BERT, one has a wrong shape, or a weight is NaN or
   *     infinite; the message names the tensors
   * @throws IOException if reading fails
   */
  public static BertWeights read(Path savedModel) throws IOException {
    long start = System.nanoTime();
    Path variables = savedModel.resolve("variables");
    try {
      TensorFlowBert reader = new TensorFlowBert(TensorBundle.open(variables));
      BertWeights weights = Workspaces.outside(reader::weights);
      log.info(
          "read the weights of {} from {} in {} ms",
          weights.config(),
          savedModel,
          (System.nanoTime() - start) / 1_000_000);
      return weights;
    } catch (TensorFileException e) {
      throw TensorFileException.explained(e.file(), "a file of a TensorFlow SavedModel", e);
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(variables, String.valueOf(e.getMessage()), e);
    }
  }

  private BertWeights weights() throws IOException {
    BertConfig config = config();
    Set<String> unknown = new LinkedHashSet<>(bundle.names());
    unknown.removeIf(name -> name.startsWith(scope + "cls/"));
    try (BertTensors tensors = new BertTensors()) {
      for (String name :
          Iterables.concat(config.parameterShapes().keySet(), config.poolerShapes().keySet())) {
        if (unknown.remove(tensorFlowName(name))) {
          tensors.add(name, array(name));
        }
      }
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "BERT with "
                + config.layers()
                + " layers: expected only its parameters, found "
                + unknown.size()
                + " unknown: "
                + unknown);
      }
      return tensors.finish(config);
    }
  }

  private INDArray array(String name) throws IOException {
    FloatTensor tensor = bundle.read(tensorFlowName(name));
    boolean matrix = tensor.shape().length() == 2 && tensor.name().endsWith("/kernel");
    return matrix ? tensor.transposed() : tensor.array();
  }

  private String tensorFlowName(String name) {
    return scope
        + BERT
        + name.replace("encoder.layer.", "encoder.layer_")
            .replaceFirst("_embeddings\\.weight$", "_embeddings")
            .replaceFirst("LayerNorm\\.weight$", "LayerNorm.gamma")
            .replaceFirst("LayerNorm\\.bias$", "LayerNorm.beta")
            .replaceFirst("\\.weight$", ".kernel")
            .replace('.', '/');
  }

  private BertConfig config() {
    int hiddenSize = size(WORDS, 1);
    if (hiddenSize % HEAD_SIZE != 0) {
      throw new IllegalArgumentException(
          "hidden size: found "
              + hiddenSize
              + ", expected a multiple of the head size "
              + HEAD_SIZE);
    }
    return BertConfig.builder()
        .vocabularySize(size(WORDS, 0))
        .hiddenSize(hiddenSize)
        .layers(layers())
        .heads(hiddenSize / HEAD_SIZE)
        .intermediateSize(size("encoder.layer.0.intermediate.dense.bias", 0))
        .maxPositions(size("embeddings.position_embeddings.weight", 0))
        .tokenTypes(size("embeddings.token_type_embeddings.weight", 0))
        .layerNormEpsilon(LAYER_NORM_EPSILON)
        .build();
  }

  private int layers() {
    int layers = 0;
    while (bundle
        .names()
        .contains(tensorFlowName("encoder.layer." + layers + ".output.LayerNorm.bias"))) {
      layers++;
    }
    return layers;
  }

  private int size(String name, int axis) {
    ImmutableLongArray shape = bundle.shape(tensorFlowName(name));
    if (shape.length() <= axis) {
      throw new IllegalArgumentException(
          "tensor "
              + tensorFlowName(name)
              + ": found shape "
              + shape
              + ", expected at least "
              + (axis + 1)
              + " axes");
    }
    return Ints.saturatedCast(shape.get(axis));
  }
}
