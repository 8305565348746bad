package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.ndarray.INDArray;

class TensorFlowBertTest {

  private static final String WORDS = "module/bert/embeddings/word_embeddings";
  private static final TinySavedModel MODEL = TinySavedModel.bert();

  @TempDir private Path directory;

  @Test
  void readsSizesFromTheShapes() throws IOException {
    assertEquals(TinySavedModel.CONFIG, read(MODEL).config());
  }

  @Test
  void parametersHaveTheOrderOfTheStateDictWithThePoolerLast() throws IOException {
    assertEquals(
        ImmutableList.copyOf(
            Iterables.concat(
                TinySavedModel.CONFIG.parameterShapes().keySet(),
                TinySavedModel.CONFIG.poolerShapes().keySet())),
        List.copyOf(read(MODEL).tensors().keySet()));
  }

  @Test
  void transposesDenseWeightsToOutputsByInputs() throws IOException {
    INDArray weight = read(MODEL).tensors().get("encoder.layer.0.intermediate.dense.weight");
    assertArrayEquals(new long[] {8, 64}, weight.shape());
    for (int out = 0; out < 8; out++) {
      for (int in = 0; in < 64; in++) {
        assertEquals((8 * in + out) / 1024f, weight.getFloat(out, in));
      }
    }
  }

  @Test
  void doesNotTransposeTables() throws IOException {
    INDArray words = read(MODEL).tensors().get("embeddings.word_embeddings.weight");
    assertArrayEquals(new long[] {12, 64}, words.shape());
    assertEquals(66 / 1024f, words.getFloat(1, 2));
  }

  @Test
  void fromTensorFlowLoadsAnEncoder() throws IOException {
    TinySavedModel.write(directory, MODEL.index(), MODEL.data());
    try (Bert bert = Bert.fromTensorFlow(directory, true, TinyBert.OPTIONS)) {
      assertArrayEquals(new int[] {2, 5, 6, 10, 8, 3}, bert.tokenize("A dogs run"));
      assertEquals(64, bert.wordVector("dog").length);
    }
  }

  @Test
  void namesAllMissingTensors() {
    Map<String, int[]> shapes = TinySavedModel.shapes();
    shapes.remove("module/bert/encoder/layer_0/attention/self/query/kernel");
    shapes.remove("module/bert/encoder/layer_0/output/dense/bias");
    assertRejected(
        shapes,
        "BERT with 1 layers: expected all its parameters, found 2 missing:"
            + " [encoder.layer.0.attention.self.query.weight, encoder.layer.0.output.dense.bias]");
  }

  @Test
  void rejectsAnIncompletePooler() {
    Map<String, int[]> shapes = TinySavedModel.shapes();
    shapes.remove("module/bert/pooler/dense/bias");
    assertRejected(
        shapes,
        "BERT with 1 layers: expected all its parameters, found 1 missing: [pooler.dense.bias]");
  }

  @Test
  void namesAllUnknownTensors() {
    Map<String, int[]> shapes = TinySavedModel.shapes();
    shapes.put("module/bert/encoder/layer_0/adapter/kernel", new int[] {3});
    shapes.put("global_step", new int[] {1});
    assertRejected(
        shapes,
        "BERT with 1 layers: expected only its parameters, found 2 unknown: [global_step,"
            + " module/bert/encoder/layer_0/adapter/kernel]");
  }

  @Test
  void namesATensorOfAWrongShape() {
    Map<String, int[]> shapes = TinySavedModel.shapes();
    shapes.put("module/bert/encoder/layer_0/output/dense/kernel", new int[] {64, 8});
    assertRejected(
        shapes,
        "tensor encoder.layer.0.output.dense.weight: found shape [8, 64], expected [64, 8]");
  }

  @Test
  void rejectsADifferentModel() {
    Map<String, int[]> shapes = TinySavedModel.shapes();
    shapes.remove(WORDS);
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> read(TinySavedModel.of(shapes)));
    assertTrue(
        e.problem().startsWith("tensor bert/embeddings/word_embeddings: missing in "),
        e.getMessage());
  }

  @Test
  void detectsAWrongByteOfATensor() throws IOException {
    byte[] data = MODEL.data().clone();
    data[data.length - 1] ^= 1; // in the head, which is skipped
    TinySavedModel.write(directory, MODEL.index(), data);
    TensorFlowBert.read(directory);
    data[0] ^= 1;
    TinySavedModel.write(directory, MODEL.index(), data);
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> TensorFlowBert.read(directory));
    assertTrue(
        e.getMessage().contains("tensor module/bert/embeddings/LayerNorm/beta: found checksum "),
        e.getMessage());
  }

  @Test
  void namesMissingFiles() throws IOException {
    TinySavedModel.write(directory, MODEL.index(), MODEL.data());
    Path data = directory.resolve("variables/variables.data-00000-of-00001");
    Files.delete(data);
    assertEquals(
        data + ": file is missing, expected it in the model directory",
        assertThrows(TensorFileException.class, () -> TensorFlowBert.read(directory)).getMessage());
  }

  @Test
  void rejectsATruncatedModel() throws IOException {
    byte[] index = MODEL.index();
    for (int length = 0; length < index.length; length++) {
      TinySavedModel.write(directory, Arrays.copyOf(index, length), MODEL.data());
      assertThrows(TensorFileException.class, () -> TensorFlowBert.read(directory));
    }
    TinySavedModel.write(directory, index, Arrays.copyOf(MODEL.data(), MODEL.data().length - 1));
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> TensorFlowBert.read(directory));
    assertTrue(
        e.getMessage().contains("tensor module/cls/predictions/output_bias: found 48 bytes"),
        e.getMessage());
  }

  @Test
  void unpacksOnlyTheNeededFilesOfAZip() throws IOException {
    SavedModelZip.unpack(
        zip(
            "assets/vocab.txt",
            "variables/variables.index",
            "saved_model.pb",
            "variables/variables.data-00000-of-00001",
            "../outside"),
        directory);
    assertEquals("assets/vocab.txt", Files.readString(directory.resolve("assets/vocab.txt")));
    assertFalse(Files.exists(directory.resolve("saved_model.pb")));
    assertFalse(Files.exists(directory.resolveSibling("outside")));
    SavedModelZip.delete(directory.resolve("variables"));
    assertFalse(Files.exists(directory.resolve("variables")));
  }

  @Test
  void rejectsAZipWithoutAFile() {
    IOException e =
        assertThrows(
            IOException.class, () -> SavedModelZip.unpack(zip("assets/vocab.txt"), directory));
    assertEquals(
        "zip of a SavedModel: missing files [variables/variables.data-00000-of-00001,"
            + " variables/variables.index], expected all of [assets/vocab.txt,"
            + " variables/variables.index, variables/variables.data-00000-of-00001]",
        e.getMessage());
  }

  /** Returns a zip in which the content of each file is its name. */
  private static ByteArrayInputStream zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(UTF_8));
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private void assertRejected(Map<String, int[]> shapes, String message) {
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> read(TinySavedModel.of(shapes)));
    assertEquals(directory.resolve("variables") + ": " + message, e.getMessage());
  }

  private BertWeights read(TinySavedModel model) throws IOException {
    TinySavedModel.write(directory, model.index(), model.data());
    return TensorFlowBert.read(directory);
  }
}
