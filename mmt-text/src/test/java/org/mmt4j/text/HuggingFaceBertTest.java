package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.TensorFileException;
import org.mmt4j.nn.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HuggingFaceBertTest {

  private static final String OTHERS =
      ": other architectures are not read; use a BERT such as bert-base-uncased, all-MiniLM-L6-v2 or"
          + " bge-small-en-v1.5";
  private static final String QUERY = "encoder.layer.1.attention.self.query.weight";

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    TinyHuggingFace.write(directory, TinyBert.weights().tensors());
  }

  @Test
  void readsSizesAndWeights() throws IOException {
    BertWeights weights = HuggingFaceBert.read(directory);
    assertEquals(TinyBert.CONFIG, weights.config());
    assertEquals(TinyBert.weights().tensors(), weights.tensors());
  }

  @Test
  void fromDirectoryLoadsAnEncoder() throws IOException {
    try (Bert bert = Bert.fromDirectory(directory, TinyBert.OPTIONS)) {
      assertArrayEquals(new int[] {2, 5, 6, 10, 8, 3}, bert.tokenize("A dogs run"));
      assertEquals(8, bert.wordVector("dog").length);
    }
  }

  @Test
  void acceptsNamesWithAPrefixAndOldLayerNormNames() throws IOException {
    write(
        name ->
            "bert."
                + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                    .replace("LayerNorm.bias", "LayerNorm.beta"));
    assertEquals(TinyBert.weights().tensors(), HuggingFaceBert.read(directory).tensors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert.",
        "module.",
        "model.",
        "bert_model.",
        "text_encoder.",
        "0.auto_model.",
        "module._orig_mod.net.txt.bert."
      })
  void findsTheBertInALargerModel(String prefix) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("vision.proj.weight", Nd4j.ones(DataType.FLOAT, 3, 3));
    TinyBert.weights().tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    if (prefix.equals("module.")) { // has no name of its own in a model without the wrapper
      tensors.remove("vision.proj.weight");
    }
    TinyHuggingFace.write(directory, tensors);
    assertEquals(TinyBert.weights().tensors(), HuggingFaceBert.read(directory).tensors());
  }

  @Test
  void rejectsSeveralBertsAndOtherModelsWithItsNames() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (String prefix : List.of("query.", "document.")) {
      TinyBert.weights().tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    }
    assertRejected(
        tensors,
        "names of tensors: found several BERTs, after [query., document.], expected one; save the"
            + " text encoder alone");
    tensors.clear();
    TinyBert.weights().tensors().forEach((name, tensor) -> tensors.put("roberta." + name, tensor));
    assertRejected(
        tensors,
        "names of tensors: found roberta.embeddings.word_embeddings.weight, expected those of a"
            + " BERT");
  }

  @Test
  void roundsDoublesToFloats() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    TinyBert.weights()
        .tensors()
        .forEach((name, tensor) -> tensors.put(name, tensor.castTo(DataType.DOUBLE)));
    TinyHuggingFace.write(directory, tensors);
    assertEquals(TinyBert.weights().tensors(), HuggingFaceBert.read(directory).tensors());
    tensors.put(QUERY, Nd4j.ones(DataType.DOUBLE, 8, 8).muli(1e300));
    assertRejected(
        tensors, "tensor " + QUERY + ", value 0: found Infinity, expected a finite number");
  }

  @ParameterizedTest
  @CsvSource({
    "gelu, GELU",
    "gelu_python, GELU",
    "gelu_new, GELU_TANH",
    "gelu_pytorch_tanh, GELU_TANH",
    "gelu_fast, GELU_TANH",
    "relu, RELU"
  })
  void readsActivations(String name, Activation expected) throws IOException {
    Files.writeString(
        directory.resolve("config.json"),
        TinyHuggingFace.CONFIG.replace("\"gelu\"", "\"" + name + "\""));
    assertEquals(expected, HuggingFaceBert.read(directory).config().activation());
  }

  @Test
  void skipsHeadsAndKeepsThePooler() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("cls.predictions.bias", Nd4j.ones(DataType.FLOAT, 12));
    tensors.put("embeddings.position_ids", Nd4j.createFromArray(0L, 1L));
    tensors.put("pooler.dense.weight", Nd4j.ones(DataType.FLOAT, 8, 8));
    tensors.put("pooler.dense.bias", Nd4j.ones(DataType.FLOAT, 8));
    tensors.putAll(TinyBert.weights().tensors());
    TinyHuggingFace.write(directory, tensors);
    Map<String, INDArray> read = HuggingFaceBert.read(directory).tensors();
    assertEquals(TinyBert.weights().tensors().size() + 2, read.size());
    assertEquals(Nd4j.ones(DataType.FLOAT, 8, 8), read.get("pooler.dense.weight"));
  }

  @Test
  void namesAllMissingTensors() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(TinyBert.weights().tensors());
    tensors.remove("embeddings.LayerNorm.bias");
    tensors.remove(QUERY);
    assertRejected(
        tensors,
        "BERT with 2 layers: expected all its parameters, found 2 missing:"
            + " [embeddings.LayerNorm.bias, "
            + QUERY
            + "]");
  }

  @Test
  void namesAllUnknownTensors() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(TinyBert.weights().tensors());
    tensors.put("adapter.a", Nd4j.ones(DataType.FLOAT, 1));
    tensors.put("adapter.b", Nd4j.ones(DataType.FLOAT, 1));
    assertRejected(
        tensors,
        "BERT with 2 layers: expected only its parameters, found 2 unknown:"
            + " [adapter.a, adapter.b]");
  }

  @Test
  void rejectsATensorStoredUnderTwoNames() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(TinyBert.weights().tensors());
    tensors.put("module." + QUERY, Nd4j.ones(DataType.FLOAT, 8, 8));
    assertRejected(
        tensors,
        "tensor "
            + QUERY
            + ": found a duplicate, stored as module."
            + QUERY
            + ", expected one tensor");
  }

  @Test
  void namesATensorOfAWrongShapeOrTypeOrWithNaN() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(TinyBert.weights().tensors());
    tensors.put(QUERY, Nd4j.ones(DataType.FLOAT, 8, 4));
    assertRejected(tensors, "tensor " + QUERY + ": found shape [8, 4], expected [8, 8]");
    tensors.put(QUERY, Nd4j.ones(DataType.INT64, 8, 8));
    assertRejected(
        tensors,
        "tensor " + QUERY + ": found values of type LONG, expected floating-point numbers");
    tensors.put(QUERY, Nd4j.ones(DataType.FLOAT, 8, 8).putScalar(1, Float.NaN));
    assertRejected(tensors, "tensor " + QUERY + ", value 1: found NaN, expected a finite number");
  }

  @Test
  void rejectsADifferentTypeOfModel() throws IOException {
    for (String type : List.of("roberta", "distilbert", "mpnet", "electra", "modernbert")) {
      assertConfigRejected(
          "\"bert\"",
          "\"" + type + "\"",
          "field model_type: found \"" + type + "\", expected \"bert\"" + OTHERS);
    }
    assertConfigRejected(
        "\"model_type\": \"bert\",",
        "",
        "\"BertModel\"",
        "\"RobertaModel\"",
        "field architectures: found [\"RobertaModel\"], expected \"bert\"" + OTHERS);
    assertConfigRejected(
        "\"gelu\"",
        "\"silu\"",
        "field hidden_act: found \"silu\", expected one of [gelu, gelu_python, gelu_new,"
            + " gelu_pytorch_tanh, gelu_fast, relu]");
    assertConfigRejected(
        "\"hidden_act\"",
        "\"is_decoder\": true, \"hidden_act\"",
        "field is_decoder: found true, expected \"false\"");
    assertConfigRejected(
        "\"absolute\"",
        "\"relative_key\"",
        "field position_embedding_type: found \"relative_key\", expected \"absolute\"");
    assertConfigRejected(
        "\"hidden_size\"", "\"size\"", "field hidden_size: missing, expected an integer");
  }

  @Test
  void epsilonIs1eMinus12IfMissing() throws IOException {
    String config = TinyHuggingFace.CONFIG.replace("\"layer_norm_eps\"", "\"other\"");
    Files.writeString(directory.resolve("config.json"), config);
    assertEquals(1e-12, HuggingFaceBert.read(directory).config().layerNormEpsilon());
  }

  @Test
  void lowerCasingFollowsTokenizerConfig() throws IOException {
    assertTrue(HuggingFaceBert.vocabulary(directory).lowerCase());
    Path settings = directory.resolve("tokenizer_config.json");
    Files.writeString(settings, "{\"do_lower_case\": false}");
    assertFalse(HuggingFaceBert.vocabulary(directory).lowerCase());
    Files.writeString(settings, "{\"do_lower_case\": 0}");
    IOException e = assertThrows(IOException.class, () -> HuggingFaceBert.vocabulary(directory));
    assertEquals(
        settings + ": field do_lower_case: found 0, expected true or false", e.getMessage());
  }

  private void write(UnaryOperator<String> rename) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    TinyBert.weights().tensors().forEach((name, tensor) -> tensors.put(rename.apply(name), tensor));
    Safetensors.write(directory.resolve("model.safetensors"), tensors);
  }

  private void assertRejected(Map<String, INDArray> tensors, String message) throws IOException {
    TinyHuggingFace.write(directory, tensors);
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> HuggingFaceBert.read(directory));
    assertEquals(directory.resolve("model.safetensors") + ": " + message, e.getMessage());
  }

  private void assertConfigRejected(String from, String to, String message) throws IOException {
    assertConfigRejected(from, to, "", "", message);
  }

  private void assertConfigRejected(
      String from, String to, String from2, String to2, String message) throws IOException {
    Path file = directory.resolve("config.json");
    String config = TinyHuggingFace.CONFIG.replace(from, to);
    Files.writeString(file, from2.isEmpty() ? config : config.replace(from2, to2));
    DataFileException e =
        assertThrows(DataFileException.class, () -> HuggingFaceBert.read(directory));
    assertEquals(file + ": " + message, e.getMessage());
  }
}
