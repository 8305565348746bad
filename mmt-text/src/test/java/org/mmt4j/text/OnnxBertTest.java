package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

class OnnxBertTest {

  private static final String WORDS = "embeddings.word_embeddings.weight";

  @Test
  void readsSizes() throws IOException {
    assertEquals(TinyOnnx.CONFIG, read(TinyOnnx.model()).config());
  }

  @Test
  void transposesDenseWeightsToOutputsByInputs() throws IOException {
    INDArray weight =
        read(TinyOnnx.model()).tensors().get("encoder.layer.0.intermediate.dense.weight");
    assertArrayEquals(new long[] {6, 4}, weight.shape());
    for (int out = 0; out < 6; out++) {
      for (int in = 0; in < 4; in++) {
        assertEquals(6 * in + out, weight.getFloat(out, in));
      }
    }
  }

  @Test
  void doesNotTransposeTables() throws IOException {
    INDArray words = read(TinyOnnx.model()).tensors().get(WORDS);
    assertArrayEquals(new long[] {7, 4}, words.shape());
    assertEquals(6, words.getFloat(1, 2));
  }

  @Test
  void parametersHaveTheOrderOfTheStateDict() throws IOException {
    assertEquals(
        List.copyOf(TinyOnnx.CONFIG.parameterShapes().keySet()),
        List.copyOf(read(TinyOnnx.model()).tensors().keySet()));
  }

  @Test
  void rejectsATruncatedModel() {
    byte[] complete = TinyOnnx.model().toByteArray();
    for (int length = 0; length < complete.length; length++) {
      byte[] part = Arrays.copyOf(complete, length);
      Exception e =
          assertThrows(Exception.class, () -> OnnxBert.read(new ByteArrayInputStream(part)));
      if (length > 0) {
        assertInstanceOf(IOException.class, e);
        assertTrue(e.getMessage().startsWith("ONNX model: truncated or not ONNX: "));
      }
    }
  }

  /** Found by OnnxBertFuzzTest. */
  @Test
  void rejectsALengthThatBreaksTheParser() throws IOException {
    String file = "OnnxBertFuzzTestInputs/read/length-that-breaks-the-parser.onnx";
    try (InputStream model = OnnxBertTest.class.getResourceAsStream(file)) {
      IOException e = assertThrows(IOException.class, () -> OnnxBert.read(model));
      assertTrue(e.getMessage().startsWith("ONNX model: truncated or not ONNX: "));
    }
  }

  @Test
  void rejectsAFileThatIsNotOnnx() {
    Map.of(
            "version https://git-lfs.github.com/spec/v1",
            "found a pointer of Git LFS instead of the content, expected an ONNX model: ",
            "",
            "found an empty file, expected an ONNX model: ",
            "nothing",
            "truncated or not ONNX: ")
        .forEach(
            (text, problem) -> {
              InputStream model = new ByteArrayInputStream(text.getBytes(UTF_8));
              IOException e = assertThrows(IOException.class, () -> OnnxBert.read(model));
              assertTrue(e.getMessage().startsWith("ONNX model: " + problem), e.getMessage());
            });
  }

  @Test
  void rejectsADifferentTypeOfModel() {
    assertRejected(
        withoutNodes(node -> node.getOpType().equals("Erf")),
        "ONNX model: found no Erf node, expected a BERT with erf GELU");
    assertRejected(
        withoutNodes(node -> node.getOpType().equals("Concat")),
        "number of heads: found no constant in the ONNX model, expected one in the reshape of the"
            + " first query");
    assertRejected(
        withoutNodes(node -> node.getOpType().equals("Sqrt")),
        "layer norm epsilon: found no constant in the ONNX model, expected one under a square"
            + " root");
  }

  @Test
  void namesAMissingTensor() {
    assertRejected(
        withTensor(WORDS, tensor -> tensor.setName("other")),
        "tensor embeddings.word_embeddings.weight: missing in the ONNX model, expected all"
            + " tensors of a BERT");
    assertRejected(
        withoutNodes(node -> node.getOutput(0).equals("encoder.layer.0.output.dense product")),
        "tensor encoder.layer.0.output.dense.weight: missing in the ONNX model, expected all"
            + " tensors of a BERT");
  }

  @Test
  void namesATensorOfAWrongShape() {
    assertRejected(
        withTensor(
            "matrix of encoder.layer.0.output.dense",
            tensor -> tensor.clearDims().addAllDims(List.of(4L, 6L))),
        "tensor encoder.layer.0.output.dense.weight in the ONNX model: found shape [4, 6],"
            + " expected [6, 4]");
    assertRejected(
        withTensor(WORDS, tensor -> tensor.clearDims().addDims(28)),
        "tensor embeddings.word_embeddings.weight in the ONNX model: found shape [28], expected at"
            + " least 2 axes");
  }

  @Test
  void rejectsAShapeLargerThanTheStoredValuesBeforeAllocation() {
    assertRejected(
        withTensor(WORDS, tensor -> tensor.setDims(0, 1 << 28)),
        "tensor embeddings.word_embeddings.weight: found 112 bytes of values, expected as many"
            + " bytes as shape [268435456, 4] needs");
    assertRejected(
        withTensor(WORDS, tensor -> tensor.setDims(0, Integer.MAX_VALUE)),
        "number of parameters of this BERT: found 8.59e+09, expected at most 2.15e+09");
    assertRejected(
        withTensor(WORDS, tensor -> tensor.setRawData(ByteString.copyFrom(new byte[111]))),
        "tensor embeddings.word_embeddings.weight: found 111 bytes of values, expected as many"
            + " bytes as shape [7, 4] needs");
  }

  @Test
  void rejectsADifferentDataTypeAndExternalData() {
    assertRejected(
        withTensor(WORDS, tensor -> tensor.setDataType(DataType.FLOAT16_VALUE)),
        "tensor embeddings.word_embeddings.weight: found values of type FLOAT16, expected FLOAT");
    assertRejected(
        withTensor(WORDS, tensor -> tensor.setDataLocation(DataLocation.EXTERNAL)),
        "tensor embeddings.word_embeddings.weight: found external data, expected its values in the"
            + " model file");
  }

  @Test
  void namesAWeightThatIsNaN() {
    float[] values = new float[28];
    values[9] = Float.NaN;
    ByteString nan = TinyOnnx.floats(List.of(), values).getRawData();
    assertRejected(
        withTensor(WORDS, tensor -> tensor.setRawData(nan)),
        "tensor embeddings.word_embeddings.weight, value 9: found NaN, expected a finite number");
  }

  private static ModelProto withoutNodes(Predicate<NodeProto> unwanted) {
    GraphProto graph = TinyOnnx.model().getGraph();
    List<NodeProto> kept =
        graph.getNodeList().stream()
            .filter(unwanted.negate())
            .collect(ImmutableList.toImmutableList());
    return ModelProto.newBuilder().setGraph(graph.toBuilder().clearNode().addAllNode(kept)).build();
  }

  private static ModelProto withTensor(String name, Consumer<TensorProto.Builder> change) {
    ModelProto.Builder model = TinyOnnx.model().toBuilder();
    model.getGraphBuilder().getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getName().equals(name))
        .forEach(change);
    return model.build();
  }

  private static void assertRejected(ModelProto model, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(model));
    assertEquals(message, e.getMessage());
  }

  private static BertWeights read(ModelProto model) throws IOException {
    return OnnxBert.read(new ByteArrayInputStream(model.toByteArray()));
  }
}
