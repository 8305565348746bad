package org.mmt4j.text;

import com.google.common.primitives.ImmutableLongArray;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.mmt4j.graph.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the weights of a BERT from an ONNX model that PyTorch exported from HuggingFace's {@code
 * BertModel}.
 *
 * <p>The exported model keeps the names of embeddings, biases and layer norms. The matrices of
 * dense layers have no names and are transposed: {@code X.weight} is the matrix [in, out] of the
 * {@code MatMul} whose result is added to {@code X.bias} by an {@code Add}. The sizes follow from
 * the shapes; the number of heads and the epsilon of the layer norms are constants of the graph.
 */
public final class OnnxBert {

  private static final Logger log = LoggerFactory.getLogger(OnnxBert.class);
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final String FIRST_LAYER = "encoder.layer.0.";

  private final OnnxGraph graph;

  /** Matrices [in, out] of the dense layers, by the name of the bias of the layer. */
  private final Map<String, OnnxTensor> denseByBias = new HashMap<>();

  private OnnxBert(OnnxGraph graph) {
    this.graph = graph;
    for (NodeProto add : graph.nodes("Add")) {
      for (int side = 0; side < 2 && add.getInputCount() == 2; side++) {
        findDense(add.getInput(side), add.getInput(1 - side));
      }
    }
  }

  /**
   * Reads a model. The caller closes the weights, or gives them to a {@link Bert}.
   *
   * @param model read to its end, not closed; at most 2 GB
   * @throws IOException if reading fails, or the model is truncated or not ONNX
   * @throws IllegalArgumentException if the model is not a BERT with erf GELU in float32, the bytes
   *     of a tensor do not fit its shape, or a weight is NaN or infinite; the message names the
   *     tensor
   */
  public static BertWeights read(InputStream model) throws IOException {
    long start = System.nanoTime();
    OnnxBert reader = new OnnxBert(OnnxGraph.read(model));
    BertWeights weights = Workspaces.outside(reader::weights);
    log.info(
        "read the weights of {} from an ONNX model in {} ms",
        weights.config(),
        (System.nanoTime() - start) / 1_000_000);
    return weights;
  }

  private void findDense(String bias, String product) {
    graph
        .producer(product)
        .filter(node -> node.getOpType().equals("MatMul") && node.getInputCount() == 2)
        .flatMap(node -> graph.tensor(node.getInput(1)))
        .ifPresent(matrix -> denseByBias.put(bias, new OnnxTensor(weightOf(bias), matrix)));
  }

  private static String weightOf(String bias) {
    return bias.replaceFirst("\\.bias$", ".weight");
  }

  private BertWeights weights() {
    BertConfig config = config();
    try (BertTensors tensors = new BertTensors()) {
      config.parameterShapes().forEach((name, shape) -> tensors.add(name, read(name, shape)));
      return tensors.finish(config);
    }
  }

  private INDArray read(String name, long[] shape) {
    OnnxTensor matrix = denseByBias.get(name.replaceFirst("\\.weight$", ".bias"));
    if (matrix != null && name.endsWith(".weight")) {
      requireShape(matrix, ImmutableLongArray.of(shape[1], shape[0]));
      return matrix.transposed();
    }
    OnnxTensor tensor = tensor(name);
    requireShape(tensor, ImmutableLongArray.copyOf(shape));
    return tensor.array();
  }

  private static void requireShape(OnnxTensor tensor, ImmutableLongArray expected) {
    if (!tensor.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "tensor "
              + tensor.name()
              + " in the ONNX model: found shape "
              + tensor.shape()
              + ", expected "
              + expected);
    }
  }

  private BertConfig config() {
    if (graph.nodes("Erf").isEmpty()) {
      throw new IllegalArgumentException(
          "ONNX model: found no Erf node, expected a BERT with erf GELU");
    }
    return BertConfig.builder()
        .vocabularySize(size(WORDS, 0))
        .hiddenSize(size(WORDS, 1))
        .layers(layers())
        .heads(heads())
        .intermediateSize(size(FIRST_LAYER + "intermediate.dense.bias", 0))
        .maxPositions(size("embeddings.position_embeddings.weight", 0))
        .tokenTypes(size("embeddings.token_type_embeddings.weight", 0))
        .layerNormEpsilon(layerNormEpsilon())
        .build();
  }

  private OnnxTensor tensor(String name) {
    return new OnnxTensor(
        name,
        graph
            .tensor(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "tensor "
                            + name
                            + ": missing in the ONNX model, expected all tensors of a BERT")));
  }

  private int size(String tensor, int axis) {
    ImmutableLongArray shape = tensor(tensor).shape();
    if (shape.length() <= axis) {
      throw new IllegalArgumentException(
          "tensor "
              + tensor
              + " in the ONNX model: found shape "
              + shape
              + ", expected at least "
              + (axis + 1)
              + " axes");
    }
    return Ints.saturatedCast(shape.get(axis));
  }

  private int layers() {
    int layers = 0;
    while (graph.tensor("encoder.layer." + layers + ".output.LayerNorm.bias").isPresent()) {
      layers++;
    }
    return layers;
  }

  /** The first query is reshaped to [batch, tokens, heads, head size]; returns the third value. */
  private int heads() {
    String bias = FIRST_LAYER + "attention.self.query.bias";
    return graph.nodes("Reshape").stream()
        .filter(reshape -> reshape.getInputCount() == 2)
        .filter(reshape -> addsBias(reshape.getInput(0), bias))
        .flatMap(reshape -> graph.producer(reshape.getInput(1)).stream())
        .filter(shape -> shape.getOpType().equals("Concat") && shape.getInputCount() == 4)
        .flatMap(shape -> graph.tensor(shape.getInput(2)).stream())
        .map(heads -> new OnnxTensor("number of heads", heads).longs()[0])
        .findFirst()
        .map(Ints::saturatedCast)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "number of heads: found no constant in the ONNX model, expected one in the"
                        + " reshape of the first query"));
  }

  private boolean addsBias(String output, String bias) {
    return graph.producer(output).filter(add -> add.getInputList().contains(bias)).isPresent();
  }

  /** Returns the constant in {@code sqrt(variance + epsilon)}. */
  private double layerNormEpsilon() {
    return graph.nodes("Sqrt").stream()
        .filter(root -> root.getInputCount() == 1)
        .flatMap(root -> graph.producer(root.getInput(0)).stream())
        .filter(sum -> sum.getOpType().equals("Add"))
        .flatMap(sum -> sum.getInputList().stream())
        .flatMap(input -> graph.tensor(input).stream())
        .findFirst()
        .map(OnnxBert::asDecimal)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "layer norm epsilon: found no constant in the ONNX model, expected one under a"
                        + " square root"));
  }

  /** Returns the shortest decimal number of the float32 value: 1e-12, not 9.99999996e-13. */
  private static double asDecimal(TensorProto constant) {
    return Double.parseDouble(
        Float.toString(new OnnxTensor("layer norm epsilon", constant).floats()[0]));
  }
}
