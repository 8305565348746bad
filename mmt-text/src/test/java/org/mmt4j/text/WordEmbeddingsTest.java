package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.MmtModel;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.DataFileException;
import org.mmt4j.nn.Pooling;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WordEmbeddingsTest {

  private static final String TABLE = "word_embeddings.word_embeddings.weight";

  private static final float[][] VECTORS = {{0, 0}, {0, 0}, {1, -4}, {-2, 3}, {5, -6}};

  private static final VideoFeatures VIDEO =
      VideoFeatures.of(
          "clip", Map.of("rgb", ExpertFeatures.of(new float[][] {{1, 2, 3}}, new double[] {0.5})));

  static Stream<WordPooling> poolings() {
    return Stream.of(columns(Pooling.MAX), columns(Pooling.MEAN), new WordPooling.Lstm(3));
  }

  private static WordPooling columns(Pooling pooling) {
    return new WordPooling.Columns(pooling);
  }

  private static WordEmbeddings words(WordPooling pooling) {
    return WordEmbeddings.of(vectors(), pooling, 4);
  }

  private static WordVectors vectors() {
    return new WordVectors(
        List.of("[PAD]", "[UNK]", "dog", "cat", "red"), Nd4j.createFromArray(VECTORS));
  }

  private static MmtModel model(WordEmbeddings words) {
    return MmtModel.builder()
        .experts(Expert.of("rgb", 3))
        .captions(words)
        .hiddenSize(4)
        .layers(1)
        .heads(1)
        .feedForward(4)
        .build();
  }

  @Test
  void maxPoolingIgnoresPaddingAndOtherCaptions() {
    try (WordEmbeddings words = words(columns(Pooling.MAX));
        MmtModel model = model(words)) {
      // maximum over "dog red", not over padding or the caption "cat"
      List<float[]> encoded = model.encodeCaptions(List.of("Dog, red!", "cat", "cat dog red dog"));
      assertArrayEquals(new float[] {5, -4}, encoded.get(0));
      assertArrayEquals(new float[] {-2, 3}, encoded.get(1));
      assertArrayEquals(new float[] {5, 3}, encoded.get(2));
    }
  }

  @Test
  void meanPoolingIgnoresPaddingAndOtherCaptions() {
    try (WordEmbeddings words = words(columns(Pooling.MEAN));
        MmtModel model = model(words)) {
      List<float[]> encoded = model.encodeCaptions(List.of("dog red", "cat"));
      assertArrayEquals(new float[] {3, -5}, encoded.get(0));
      assertArrayEquals(new float[] {-2, 3}, encoded.get(1));
    }
  }

  @Test
  void truncatesAndCountsLongCaptions() {
    try (WordEmbeddings words = words(columns(Pooling.MAX))) {
      assertArrayEquals(new int[] {2, 3, 4, 2}, words.tokenize("a dog cat red dog"));
      assertEquals(0, words.truncatedCaptions());
      assertArrayEquals(new int[] {2, 3, 4, 2}, words.tokenize("dog cat red dog cat"));
      assertEquals(1, words.truncatedCaptions());
      assertArrayEquals(new int[] {1}, words.tokenize("a bird"));
    }
  }

  @Test
  void aModelCountsATruncatedCaptionOnce() {
    try (WordEmbeddings words = words(columns(Pooling.MAX));
        MmtModel model = model(words)) {
      model.embedCaptions(
          List.of("dog", "cat", "dog cat red dog cat")); // computed as a batch of four
      assertEquals(1, words.truncatedCaptions());
    }
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void aLoadedModelReturnsTheSameSimilarity(WordPooling pooling, @TempDir Path directory)
      throws IOException {
    try (WordEmbeddings words = words(pooling);
        MmtModel model = model(words)) {
      assertEquals(Nd4j.createFromArray(VECTORS), model.parameters().get(TABLE));
      model.save(directory.resolve("model"));
      try (MmtModel loaded = MmtModel.load(directory.resolve("model"))) {
        assertEquals(model.similarity(VIDEO, "a red dog"), loaded.similarity(VIDEO, "a red dog"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void savesTheWordEmbeddingsOfABertWithItsTokenizer(WordPooling pooling, @TempDir Path directory)
      throws IOException {
    try (Bert bert = TinyBert.pretrained();
        WordEmbeddings words = WordEmbeddings.of(bert, pooling);
        MmtModel model = model(words)) {
      INDArray table = TinyBert.weights().tensors().get("embeddings.word_embeddings.weight");
      assertEquals(table, model.parameters().get(TABLE));
      assertArrayEquals(bert.tokenize("red dogs"), words.tokenize("red dogs"));
      model.save(directory.resolve("model"));
      try (MmtModel loaded = MmtModel.load(directory.resolve("model"))) {
        assertEquals(model.similarity(VIDEO, "red dogs"), loaded.similarity(VIDEO, "red dogs"));
      }
    }
  }

  @Test
  void rejectsABertWithoutPretrainedWeights() {
    try (Bert bert = TinyBert.random()) {
      assertThrows(
          IllegalStateException.class, () -> WordEmbeddings.of(bert, columns(Pooling.MAX)));
    }
  }

  @Test
  void rejectsInvalidArguments() {
    try (WordEmbeddings words = words(columns(Pooling.MAX))) {
      assertRejected(
          "caption: found a blank string, expected a sentence", () -> words.tokenize(" \t"));
    }
    assertRejected(
        "maxTokens: found 2, expected at least 3",
        () -> WordEmbeddings.of(vectors(), columns(Pooling.MAX), 2));
    assertRejected(
        "hidden size of an LSTM: found 0, expected at least 1", () -> new WordPooling.Lstm(0));
  }

  private static void assertRejected(String message, Executable act) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, act).getMessage());
  }

  @Test
  void useAfterCloseThrows() {
    WordEmbeddings words = words(columns(Pooling.MAX));
    words.close();
    words.close();
    assertClosed(() -> words.tokenize("dog"));
    assertClosed(() -> words.save(Path.of("unused")));
    assertClosed(() -> model(words));
  }

  private static void assertClosed(Executable call) {
    ClosedException e = assertThrows(ClosedException.class, call);
    assertEquals("caption encoder word-embeddings: used after close", e.getMessage());
  }

  @Test
  void rejectsWordsThatAreNull(@TempDir Path directory) throws IOException {
    try (WordEmbeddings words = words(columns(Pooling.MAX))) {
      words.save(directory);
    }
    Path file = Files.writeString(directory.resolve("words.json"), "[\"[PAD]\", null]");
    DataFileException e =
        assertThrows(DataFileException.class, () -> new WordEmbeddingsLoader().load(directory));
    assertEquals(file + ": found null, expected words", e.getMessage());
  }

  @Test
  void describesItsSettingsAndWords() {
    try (WordEmbeddings words = words(new WordPooling.Lstm(3))) {
      Map<String, String> values = words.describe();
      assertEquals(
          "{dimension=2, entries=5, hidden=3, maxTokens=4, pooling=lstm, tokenizer=words, words="
              + values.get("words")
              + "}",
          values.toString());
      assertEquals(64, values.get("words").length());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max\"       | \"sum\"      | pooling: found sum, expected max, mean or lstm",
        "\"words\"     | \"letters\"  | tokenizer: found letters, expected words or pieces",
        "\"entries\" : 5 | \"entries\" : 4 | words: found 5, expected at most 4, the"
            + " number of rows of the table",
        "\"dimension\" : 2 | \"dimension\" : 0"
            + " | table of word embeddings: found 5 rows of dimension 0, expected both",
        "\"maxTokens\" : 4 | \"maxTokens\" : 0 | maxTokens: found 0, expected at least 3",
        "\"maxTokens\" : 4 | \"maxTokens\" : 4.5 | not settings of word embeddings:",
        "\"hidden\" : 0 | \"hiden\" : 0 | not settings of word embeddings:",
      })
  void rejectsInvalidSettings(
      String original, String replacement, String problem, @TempDir Path directory)
      throws IOException {
    try (WordEmbeddings words = words(columns(Pooling.MAX))) {
      words.save(directory);
    }
    Path file = directory.resolve("word_embeddings.json");
    String text = Files.readString(file);
    assertTrue(text.contains(original), text);
    Files.writeString(file, text.replace(original, replacement));
    IOException e =
        assertThrows(IOException.class, () -> new WordEmbeddingsLoader().load(directory));
    assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
  }
}
