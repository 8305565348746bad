package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HuggingFaceBertTest {

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
    tensors.put("bert." + QUERY, Nd4j.ones(DataType.FLOAT, 8, 8));
    assertRejected(
        tensors,
        "tensor "
            + QUERY
            + ": found a duplicate, stored as bert."
            + QUERY
            + ", expected one tensor");
  }

  @Test
  void namesATensorOfAWrongShapeOrTypeOrWithNaN() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(TinyBert.weights().tensors());
    tensors.put(QUERY, Nd4j.ones(DataType.FLOAT, 8, 4));
    assertRejected(tensors, "tensor " + QUERY + ": found shape [8, 4], expected [8, 8]");
    tensors.put(QUERY, Nd4j.ones(DataType.DOUBLE, 8, 8));
    assertRejected(tensors, "tensor " + QUERY + ": found values of type DOUBLE, expected FLOAT");
    tensors.put(QUERY, Nd4j.ones(DataType.FLOAT, 8, 8).putScalar(1, Float.NaN));
    assertRejected(tensors, "tensor " + QUERY + ", value 1: found NaN, expected a finite number");
  }

  @Test
  void rejectsADifferentTypeOfModel() throws IOException {
    assertConfigRejected(
        "\"bert\"", "\"roberta\"", "field model_type: found \"roberta\", expected \"bert\"");
    assertConfigRejected(
        "\"gelu\"", "\"gelu_new\"", "field hidden_act: found \"gelu_new\", expected \"gelu\"");
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

  @Test
  void prefersTokenizerJsonToVocabTxt() throws IOException {
    Files.writeString(
        directory.resolve("tokenizer.json"),
        new WordPieceVocabulary(TinyBert.VOCABULARY.tokens(), false).toTokenizerJson());
    assertFalse(HuggingFaceBert.vocabulary(directory).lowerCase());
  }

  @Test
  void namesMissingFiles() throws IOException {
    Files.delete(directory.resolve("vocab.txt"));
    DataFileException vocabulary =
        assertThrows(
            DataFileException.class, () -> Bert.fromDirectory(directory, TinyBert.OPTIONS));
    assertEquals(
        directory.resolve("vocab.txt") + ": file is missing, expected it in the model directory",
        vocabulary.getMessage());
    Files.delete(directory.resolve("model.safetensors"));
    DataFileException e =
        assertThrows(DataFileException.class, () -> HuggingFaceBert.read(directory));
    assertEquals(
        directory + ": found no weights, expected model.safetensors or pytorch_model.bin",
        e.getMessage());
  }

  /** Both formats of PyTorch 1.13 contain the same state dict of a BertForPreTraining. */
  @ParameterizedTest
  @ValueSource(strings = {"pytorch_model.bin", "pytorch_model-legacy.bin"})
  void weightsOfPyTorchFilesEqualThoseOfSafetensors(String resource) throws IOException {
    copy("model.safetensors", "model.safetensors");
    BertWeights expected = HuggingFaceBert.read(directory);
    Files.delete(directory.resolve("model.safetensors"));
    copy(resource, "pytorch_model.bin");
    BertWeights found = HuggingFaceBert.read(directory);
    assertEquals(expected.config(), found.config());
    assertEquals(TinyBert.weights().tensors().size() + 2, found.tensors().size()); // and pooler
    assertEquals(List.copyOf(expected.tensors().keySet()), List.copyOf(found.tensors().keySet()));
    expected
        .tensors()
        .forEach(
            (name, tensor) ->
                assertArrayEquals(
                    tensor.data().asFloat(), found.tensors().get(name).data().asFloat(), name));
  }

  @Test
  void prefersSafetensorsToPyTorchFiles() throws IOException {
    copy("pytorch_model.bin", "pytorch_model.bin");
    assertEquals(TinyBert.weights().tensors(), HuggingFaceBert.read(directory).tensors());
  }

  @Test
  void rejectsADamagedPyTorchFile() throws IOException {
    Files.delete(directory.resolve("model.safetensors"));
    Path file = Files.write(directory.resolve("pytorch_model.bin"), new byte[] {1});
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> HuggingFaceBert.read(directory));
    assertEquals(file + ": byte 0: expected a pickle of protocol 2 or 3", e.getMessage());
  }

  private void copy(String resource, String name) throws IOException {
    try (InputStream in =
        HuggingFaceBertTest.class.getResourceAsStream("huggingface/" + resource)) {
      Files.write(directory.resolve(name), in.readAllBytes());
    }
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
    Path file = directory.resolve("config.json");
    Files.write(file, TinyHuggingFace.CONFIG.replace(from, to).getBytes(UTF_8));
    DataFileException e =
        assertThrows(DataFileException.class, () -> HuggingFaceBert.read(directory));
    assertEquals(file + ": " + message, e.getMessage());
  }
}
