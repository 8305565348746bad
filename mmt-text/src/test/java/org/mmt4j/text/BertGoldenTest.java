package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares word pieces, weights and caption vectors with the reference.
 *
 * <p>Caption vectors are compared with ONNX Runtime (float32) and HuggingFace's {@code BertModel}
 * (double), both with the weights of the same file. {@code -Dmmt.golden=DIR} reads the expected
 * values from {@code DIR/bert}.
 *
 * <p>The paper's BERT-base-cased is compared if it is on the class path, which the Maven profile
 * {@code bert-base} adds. Otherwise these tests are skipped with a line in the log.
 */
class BertGoldenTest {

  private static final Logger LOG = LoggerFactory.getLogger(BertGoldenTest.class);

  /** Tag of tests that need the Maven profile of this name. */
  private static final String BASE_CASED = "bert-base";

  @BeforeAll
  static void logSkippedTests() {
    if (!BaseCased.isOnTheClassPath()) {
      LOG.info("skipped: tests of BERT-base-cased; they need the Maven profile bert-base (405 MB)");
    }
  }

  /** Values are up to 6; the error of ONNX Runtime itself is 3e-6. */
  private static final double FLOAT = 1e-5;

  /** Rounding of different summation orders through 12 layers in double. */
  private static final double DOUBLE = 1e-12;

  /** Each batch has different lengths; the last batch is smaller. */
  private static final int BATCH = 4;

  private static final Map<Pretrained, String> FILES =
      Map.of(Pretrained.MINI_LM, "all-minilm-l6-v2", Pretrained.BGE_SMALL, "bge-small-en-v15");

  private record Golden(JsonNode json, Map<String, INDArray> tensors) {

    static Golden of(Pretrained model) throws IOException {
      Golden golden =
          new Golden(
              BertGoldenTest.json(FILES.get(model)),
              Safetensors.read(file(FILES.get(model) + ".safetensors")));
      assertEquals(golden.tensors.get("cls").rows(), golden.captions().size());
      return golden;
    }

    List<String> captions() {
      return StreamSupport.stream(json.get("captions").spliterator(), false)
          .map(caption -> caption.get("text").asText())
          .toList();
    }

    int[] ids(int caption) {
      return BertGoldenTest.ids(json.get("captions").get(caption));
    }

    BertOptions options() {
      return BertOptions.DEFAULTS.withMaxTokens(json.get("max_tokens").asInt());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tokensMatchTheReference(Pretrained model) throws IOException {
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
  void vectorsInFloatMatchOnnxRuntime(Pretrained model) throws IOException {
    Golden golden = Golden.of(model);
    try (Bert bert = model.bert(golden.options());
        Parameters parameters = new Parameters(DataType.FLOAT, 0)) {
      INDArray vectors = EncodedCaptions.of(bert, parameters, golden.captions(), BATCH);
      assertNear(golden.tensors().get("cls"), vectors, FLOAT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectorsInDoubleMatchTheReferenceInDouble(Pretrained model) throws IOException {
    Golden golden = Golden.of(model);
    try (Bert bert = model.bert(golden.options());
        Parameters parameters = new Parameters(DataType.DOUBLE, 0)) {
      INDArray vectors = EncodedCaptions.of(bert, parameters, golden.captions(), BATCH);
      assertNear(golden.tensors().get("cls_f64"), vectors, DOUBLE);
    }
  }

  private static void assertNear(INDArray expected, INDArray found, double tolerance) {
    assertArrayEquals(expected.shape(), found.shape());
    for (int row = 0; row < expected.rows(); row++) {
      assertArrayEquals(
          expected.getRow(row).toDoubleVector(),
          found.getRow(row).toDoubleVector(),
          tolerance,
          "row " + row);
    }
  }

  @Test
  void tokenizationsMatchTheRustLibrary() throws IOException {
    assertTokenizations("uncased", Pretrained.MINI_LM.vocabulary());
  }

  @ParameterizedTest
  @Tag(BASE_CASED)
  @ValueSource(strings = {"cased", "cased_lower"})
  void tokenizationsOfBaseCasedMatchTheRustLibrary(String name) throws IOException {
    assertTokenizations(name, BaseCased.vocabulary(name.equals("cased_lower")));
  }

  private static void assertTokenizations(String vocabulary, WordPieceVocabulary pieces)
      throws IOException {
    try (WordPieceTokenizer tokenizer = new WordPieceTokenizer(pieces)) {
      for (JsonNode golden : json("tokenization").get("cases")) {
        JsonNode expected = golden.get(vocabulary);
        int[] ids = ids(expected.get("same").asBoolean() ? expected : expected.get("djl"));
        String text = golden.get("text").asText();
        assertArrayEquals(ids, idsOf(tokenizer, text), golden.get("name").asText());
      }
    }
  }

  /** Returns the ids without {@code [CLS]} and {@code [SEP]}. */
  private static int[] idsOf(WordPieceTokenizer tokenizer, String text) {
    try {
      int[] ids = Ints.toArray(tokenizer.encode(text, 1 << 20).ids());
      return Arrays.copyOfRange(ids, 1, ids.length - 1);
    } catch (IllegalArgumentException noWord) {
      return new int[0];
    }
  }

  @Test
  @Tag(BASE_CASED)
  void weightsOfBaseCasedMatchTheReference() throws IOException {
    JsonNode golden = json("bert-base-cased-weights").get("tensors");
    assertEquals(199, golden.size());
    assertEquals(ImmutableSet.copyOf(golden.fieldNames()), BaseCased.weights().tensors().keySet());
    BaseCased.weights()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertEquals(
                    golden.get(name).get("sha256").asText(), Fingerprint.of(tensor), name));
  }

  /** {@code mmt}: lower-cased ids as in the authors' code. {@code cased}: ids as in pretraining. */
  @ParameterizedTest
  @Tag(BASE_CASED)
  @CsvSource({"mmt,DOUBLE,1e-9", "mmt,FLOAT,2e-5", "cased,DOUBLE,1e-9", "cased,FLOAT,2e-5"})
  void vectorsAndHiddenStatesOfBaseCasedMatchTheReference(
      String rule, DataType type, double tolerance) throws IOException {
    Map<String, INDArray> golden = Safetensors.read(file("bert-base-cased.safetensors"));
    List<JsonNode> captions = captions(rule);
    List<String> texts = captions.stream().map(caption -> caption.get("text").asText()).toList();
    try (Bert bert =
            Bert.of(
                BaseCased.copyOfWeights(),
                BaseCased.vocabulary(rule.equals("mmt")),
                BertOptions.DEFAULTS);
        Parameters parameters = new Parameters(type, 0)) {
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(unpaddedIds(captions.get(i)), bert.tokenize(texts.get(i)), texts.get(i));
      }
      INDArray vectors = EncodedCaptions.of(bert, parameters, texts, BATCH);
      assertNear(golden.get(rule + ".cls"), vectors, tolerance);
      INDArray states = golden.get(rule + ".last_hidden_state"); // (captions, tokens, hiddenSize)
      for (int i = 0; i < states.size(0); i++) {
        int tokens = unpaddedIds(captions.get(i)).length;
        INDArray expected =
            states.get(point(i), interval(0, tokens), all()); // (tokens, hiddenSize), unpadded
        assertNear(expected, EncodedCaptions.hidden(bert, parameters, texts.get(i)), tolerance);
      }
    }
  }

  @Test
  @Tag(BASE_CASED)
  void baseCasedLoadsThePapersEncoder() throws IOException {
    JsonNode caption = captions("mmt").get(0);
    try (Bert bert = Bert.baseCased()) {
      assertEquals(BertConfig.builder().vocabularySize(28996).build(), bert.config());
      assertArrayEquals(unpaddedIds(caption), bert.tokenize(caption.get("text").asText()));
    }
  }

  private static List<JsonNode> captions(String rule) throws IOException {
    return StreamSupport.stream(json("bert-base-cased").get("captions").spliterator(), false)
        .map(caption -> caption.get(rule))
        .toList();
  }

  /** Returns the ids without padding. */
  private static int[] unpaddedIds(JsonNode caption) {
    int[] mask = new ObjectMapper().convertValue(caption.get("mask"), int[].class);
    return Arrays.copyOf(ids(caption), Arrays.stream(mask).sum());
  }

  private static int[] ids(JsonNode tokenized) {
    return new ObjectMapper().convertValue(tokenized.get("ids"), int[].class);
  }

  private static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(file(name + ".json").toFile());
  }

  private static Path file(String name) {
    Path file =
        Path.of(System.getProperty("mmt.golden", "src/test/resources/golden"), "bert", name);
    assertTrue(Files.isRegularFile(file), "no golden data: " + file);
    return file;
  }
}
