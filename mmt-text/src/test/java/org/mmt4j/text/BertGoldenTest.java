package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Captions' vectors against those of ONNX Runtime (float32) and of HuggingFace's {@code BertModel}
 * (double), both over the weights of the same file. {@code -Dmmt.golden=DIR} takes the numbers from
 * {@code DIR/bert}.
 */
class BertGoldenTest {

  /** Entries are up to 6; ONNX Runtime is 3e-6 from exact itself. */
  private static final double FLOAT = 1e-5;

  /** Rounding of two orders of summation through 12 layers in double. */
  private static final double DOUBLE = 1e-12;

  /** Mixed lengths in each, and a rest. */
  private static final int BATCH = 4;

  private static final Map<Pretrained, String> FILES =
      Map.of(Pretrained.MINI_LM, "all-minilm-l6-v2", Pretrained.BGE_SMALL, "bge-small-en-v15");

  private record Golden(JsonNode json, ImmutableMap<String, INDArray> tensors) {

    static Golden of(Pretrained model) throws IOException {
      Path directory =
          Path.of(System.getProperty("mmt.golden", "src/test/resources/golden")).resolve("bert");
      Path json = directory.resolve(FILES.get(model) + ".json");
      assertTrue(Files.isRegularFile(json), "no golden data: " + json);
      Golden golden =
          new Golden(
              new ObjectMapper().readTree(json.toFile()),
              Safetensors.read(directory.resolve(FILES.get(model) + ".safetensors")));
      assertEquals(golden.tensors.get("cls").rows(), golden.captions().size());
      return golden;
    }

    List<String> captions() {
      return StreamSupport.stream(json.get("captions").spliterator(), false)
          .map(caption -> caption.get("text").asText())
          .toList();
    }

    int[] ids(int caption) {
      return new ObjectMapper()
          .convertValue(json.get("captions").get(caption).get("ids"), int[].class);
    }

    BertOptions options() {
      return BertOptions.DEFAULTS.withMaxTokens(json.get("max_tokens").asInt());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tokensAreThoseOfTheReference(Pretrained model) throws IOException {
    Golden golden = Golden.of(model);
    try (Bert bert = model.bert(golden.options())) {
      for (int i = 0; i < golden.captions().size(); i++) {
        String caption = golden.captions().get(i);
        assertArrayEquals(golden.ids(i), bert.tokenize(caption), caption);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectorsInFloatAreThoseOfOnnxRuntime(Pretrained model) throws IOException {
    Golden golden = Golden.of(model);
    try (Bert bert = model.bert(golden.options());
        Parameters parameters = new Parameters(DataType.FLOAT, 0)) {
      INDArray vectors = EncodedCaptions.of(bert, parameters, golden.captions(), BATCH);
      assertNear(golden.tensors().get("cls"), vectors, FLOAT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectorsInDoubleAreThoseOfTheReferenceInDouble(Pretrained model) throws IOException {
    Golden golden = Golden.of(model);
    try (Bert bert = model.bert(golden.options());
        Parameters parameters = new Parameters(DataType.DOUBLE, 0)) {
      INDArray vectors = EncodedCaptions.of(bert, parameters, golden.captions(), BATCH);
      assertNear(golden.tensors().get("cls_f64"), vectors, DOUBLE);
    }
  }

  private static void assertNear(INDArray expected, INDArray found, double tolerance) {
    assertArrayEquals(expected.shape(), found.shape());
    for (int caption = 0; caption < expected.rows(); caption++) {
      assertArrayEquals(
          expected.getRow(caption).toDoubleVector(),
          found.getRow(caption).toDoubleVector(),
          tolerance,
          "caption " + caption);
    }
  }
}
