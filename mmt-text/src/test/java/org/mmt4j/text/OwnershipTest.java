package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.fixtures.NativeMemory;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.TensorFileException;
import org.mmt4j.nn.Pooling;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.ByteString;

/** Who owns native memory, and that nothing is left when its owner is closed. */
class OwnershipTest {

  /** Bytes of word embeddings in the files of these tests; all other tensors are small. */
  private static final long TABLE = 4 << 20;

  private static final int ROWS = (int) (TABLE / Float.BYTES / TinyBert.CONFIG.hiddenSize());

  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final String LAST = "encoder.layer.1.output.LayerNorm.bias";
  private static final WordPooling MAX = new WordPooling.Columns(Pooling.MAX);

  @TempDir private Path directory;

  @Test
  void nothingIsLeftOfAClosedBert() throws Exception {
    writeHuggingFace(Map.of());
    assertNothingIsLeft(
        () -> {
          try (Bert bert = Bert.fromDirectory(directory, TinyBert.OPTIONS)) {
            assertEquals(8, bert.wordVector("dog").length);
            EncodedCaptions.declare(bert).close();
          }
        });
  }

  @Test
  void nothingIsLeftOfAClosedBertFromOnnx() throws Exception {
    byte[] tokenizer = TinyBert.VOCABULARY.toTokenizerJson().getBytes(UTF_8);
    byte[] model = onnx(0).toByteArray();
    assertNothingIsLeft(
        () ->
            Bert.fromOnnx(
                    new ByteArrayInputStream(model),
                    new ByteArrayInputStream(tokenizer),
                    BertOptions.DEFAULTS.withMaxTokens(5))
                .close());
  }

  @Test
  void nothingIsLeftOfSkippedTensors() throws Exception {
    writeHuggingFace(Map.of("cls.predictions.decoder.weight", Nd4j.zeros(ROWS, 8)));
    assertNothingIsLeft(() -> HuggingFaceBert.read(directory).close());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfClosedWordVectors(WordVectorFormat format) throws Exception {
    Path file = Files.write(directory.resolve("vectors"), format.bytes(vectors()));
    assertNothingIsLeft(
        () -> {
          WordVectors vectors = format.read(file);
          vectors.close();
          vectors.close();
          WordEmbeddings words = WordEmbeddings.of(format.read(file), MAX, 4);
          EncodedCaptions.declare(words).close();
          words.close();
          words.close();
        });
  }

  @Test
  void nothingIsLeftAfterAFailedLoadFromADirectory() throws Exception {
    writeHuggingFace(Map.of("adapter", Nd4j.ones(1)));
    assertNothingIsLeft(
        () -> assertThrows(TensorFileException.class, () -> HuggingFaceBert.read(directory)));
    writeHuggingFace(Map.of(LAST, Nd4j.ones(8).putScalar(1, Float.NaN)));
    assertNothingIsLeft(
        () -> assertThrows(TensorFileException.class, () -> HuggingFaceBert.read(directory)));
  }

  @Test
  void nothingIsLeftAfterAFailedLoadFromOnnx() throws Exception {
    byte[] model = onnx(Float.NaN).toByteArray();
    assertNothingIsLeft(
        () ->
            assertThrows(
                IllegalArgumentException.class,
                () -> OnnxBert.read(new ByteArrayInputStream(model))));
  }

  @Test
  void nothingIsLeftAfterAFailedLoadFromTensorFlow() throws Exception {
    Map<String, int[]> shapes = TinySavedModel.shapes();
    shapes.put("module/bert/embeddings/word_embeddings", new int[] {ROWS / 8, 64});
    shapes.put("module/bert/encoder/layer_0/output/dense/kernel", new int[] {64, 8}); // not [8, 64]
    TinySavedModel model = TinySavedModel.of(shapes);
    TinySavedModel.write(directory, model.index(), model.data());
    assertNothingIsLeft(
        () -> assertThrows(TensorFileException.class, () -> TensorFlowBert.read(directory)));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftAfterAFailedLoadOfWordVectors(WordVectorFormat format) throws Exception {
    Path file = directory.resolve("vectors");
    byte[] whole = format.bytes(vectors());
    whole[whole.length - 2] = format == WordVectorFormat.BINARY ? (byte) 0x7f : (byte) 'x';
    whole[whole.length - 3] = (byte) 0x80; // infinity, or not UTF-8
    Files.write(file, whole);
    assertNothingIsLeft(() -> assertThrows(TensorFileException.class, () -> format.read(file)));
  }

  @Test
  void anEncoderThatCannotBeCreatedClosesWhatItWasGiven() {
    BertWeights weights = TinyBert.weights();
    BertOptions tooLong = BertOptions.DEFAULTS.withMaxTokens(11);
    assertThrows(
        IllegalArgumentException.class, () -> Bert.of(weights, TinyBert.VOCABULARY, tooLong));
    assertTrue(weights.tensors().get(WORDS).wasClosed());
    WordVectors vectors = wordVectors();
    assertThrows(IllegalArgumentException.class, () -> WordEmbeddings.of(vectors, MAX, 2));
    assertTrue(vectors.table().wasClosed());
  }

  @Test
  void closedWeightsAndVectorsAreRejected() {
    BertWeights weights = TinyBert.weights();
    weights.close();
    weights.close();
    assertThrows(
        ClosedException.class, () -> Bert.of(weights, TinyBert.VOCABULARY, TinyBert.OPTIONS));
    WordVectors vectors = wordVectors();
    vectors.close();
    vectors.close();
    assertThrows(ClosedException.class, () -> WordEmbeddings.of(vectors, MAX, 4));
    Bert bert = TinyBert.pretrained();
    bert.close();
    assertThrows(ClosedException.class, () -> WordEmbeddings.of(bert, MAX));
  }

  @Test
  void rejectedTensorsStayTheCallers() {
    INDArray table = Nd4j.zeros(2, 4);
    assertThrows(IllegalArgumentException.class, () -> new WordVectors(List.of("a"), table));
    assertFalse(table.wasClosed());
    assertThrows(
        IllegalArgumentException.class,
        () -> new BertWeights(TinyBert.CONFIG, Map.of(WORDS, table)));
    assertFalse(table.wasClosed());
  }

  @Test
  void wordEmbeddingsOfABertOutliveIt() throws IOException {
    Bert bert = TinyBert.pretrained();
    try (WordEmbeddings words = WordEmbeddings.of(bert, MAX)) {
      assertEquals(8, bert.wordVector("dog").length); // the BERT stays open
      bert.close();
      EncodedCaptions.declare(words).close();
    }
  }

  @Test
  void closeWaitsForWordVectorsInProgress() throws Exception {
    writeHuggingFace(Map.of());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 20; i++) {
        Bert bert = Bert.fromDirectory(directory, TinyBert.OPTIONS);
        float[] expected = bert.wordVector("dogs");
        Future<?> user = threads.submit(() -> useUntilClosed(bert, expected));
        TimeUnit.MILLISECONDS.sleep(2);
        bert.close();
        ExecutionException end = assertThrows(ExecutionException.class, user::get);
        assertEquals(ClosedException.class, end.getCause().getClass());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void useUntilClosed(Bert bert, float[] expected) {
    while (true) {
      assertArrayEquals(expected, bert.wordVector("dogs"));
    }
  }

  @Test
  void worksInsideAWorkspaceAndAfterItsEnd() throws IOException {
    writeHuggingFace(Map.of());
    Path file = Files.write(directory.resolve("glove"), WordVectorFormat.GLOVE.bytes(vectors()));
    Bert bert;
    WordVectors vectors;
    WordEmbeddings words;
    float[] inside;
    float[] row;
    try (MemoryWorkspace workspace = openWorkspace()) {
      bert = Bert.fromDirectory(directory, TinyBert.OPTIONS);
      inside = bert.wordVector("dogs");
      words = WordEmbeddings.of(bert, MAX);
      vectors = WordVectors.glove(file);
      row = vectors.table().getRow(2).toFloatVector();
      assertFalse(vectors.table().isAttached());
      assertTrue(workspace.isScopeActive());
    }
    for (int i = 0; i < 3; i++) { // the workspace's memory is used for something else
      try (MemoryWorkspace workspace = openWorkspace()) {
        assertTrue(workspace.isScopeActive());
        Nd4j.valueArrayOf(new long[] {1000}, Double.NaN, DataType.DOUBLE);
      }
    }
    assertArrayEquals(inside, bert.wordVector("dogs"));
    assertArrayEquals(row, vectors.table().getRow(2).toFloatVector());
    EncodedCaptions.declare(words).close();
    try (MemoryWorkspace workspace = openWorkspace()) {
      assertTrue(workspace.isScopeActive());
      words.close();
      vectors.close();
      bert.close();
    }
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  private static MemoryWorkspace openWorkspace() {
    return Nd4j.getWorkspaceManager()
        .getAndActivateWorkspace(
            WorkspaceConfiguration.builder().initialSize(16 << 20).build(), "caller");
  }

  private static void assertNothingIsLeft(NativeMemory.Action action) throws Exception {
    long left = NativeMemory.growth(action);
    assertTrue(left < TABLE / 2, "bytes left: " + left);
  }

  /** Writes a BERT with {@link #ROWS} rows of word embeddings, and more tensors after it. */
  private void writeHuggingFace(Map<String, INDArray> more) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(TinyBert.weights().tensors());
    tensors.put(WORDS, Nd4j.ones(ROWS, 8));
    tensors.putAll(more);
    TinyHuggingFace.write(directory, tensors);
    Files.writeString(
        directory.resolve("config.json"),
        TinyHuggingFace.CONFIG.replace("\"vocab_size\": 12", "\"vocab_size\": " + ROWS));
  }

  /** A model with 4 MB of word embeddings, whose last tensor has the value. */
  private static ModelProto onnx(float last) {
    int rows = (int) (TABLE / Float.BYTES / TinyOnnx.CONFIG.hiddenSize());
    ModelProto.Builder model = TinyOnnx.model().toBuilder();
    model.getGraphBuilder().getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getName().equals(WORDS))
        .forEach(
            tensor ->
                tensor.setDims(0, rows).setRawData(ByteString.copyFrom(new byte[(int) TABLE])));
    model.getGraphBuilder().getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getName().equals("encoder.layer.0.output.LayerNorm.bias"))
        .forEach(
            tensor ->
                tensor.setRawData(TinyOnnx.floats(List.of(), last, last, last, last).getRawData()));
    return model.build();
  }

  private static WordVectors wordVectors() {
    return new WordVectors(List.of("[PAD]", "[UNK]", "dog"), Nd4j.ones(3, 2));
  }

  /** Words whose table has about {@link #TABLE} bytes. */
  private static Map<String, float[]> vectors() {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    int dimension = 256;
    for (int i = 0; i < TABLE / Float.BYTES / dimension; i++) {
      vectors.put("w" + i, new float[dimension]);
    }
    return vectors;
  }
}
