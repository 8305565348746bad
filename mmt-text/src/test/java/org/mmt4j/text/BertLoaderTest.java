package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.MoreCollectors;
import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.caption.CaptionEncoderLoader;
import org.mmt4j.nn.Activation;

class BertLoaderTest {

  private static final BertOptions OPTIONS =
      BertOptions.DEFAULTS
          .withMaxTokens(9)
          .withDropout(0.2)
          .withAttentionDropout(0.3)
          .withPooling(BertPooling.MEAN);

  @TempDir private Path directory;

  @BeforeEach
  void save() throws IOException {
    try (Bert bert = Bert.of(TinyBert.CONFIG, TinyBert.VOCABULARY, OPTIONS)) {
      bert.save(directory);
    }
  }

  @Test
  void loadsASavedEncoderUnchanged() throws IOException {
    CaptionEncoderLoader loader =
        Streams.stream(ServiceLoader.load(CaptionEncoderLoader.class))
            .filter(candidate -> candidate.kind().equals("bert"))
            .collect(MoreCollectors.onlyElement());
    try (Bert loaded = assertInstanceOf(Bert.class, loader.load(directory))) {
      assertEquals(TinyBert.CONFIG, loaded.config());
      assertEquals(OPTIONS, loaded.options());
      assertArrayEquals(new int[] {2, 5, 6, 10, 8, 3}, loaded.tokenize("A dogs run"));
    }
  }

  @Test
  void activationsAreSavedUnlessTheyAreTheExactGelu() throws IOException {
    assertFalse(Files.readString(directory.resolve("bert.json")).contains("hidden_act"));
    for (Activation activation : Activation.values()) {
      BertConfig config = TinyBert.CONFIG.toBuilder().activation(activation).build();
      try (Bert bert = Bert.of(config, TinyBert.VOCABULARY, OPTIONS)) {
        bert.save(directory);
      }
      try (Bert loaded = load()) {
        assertEquals(config, loaded.config());
      }
    }
  }

  @Test
  void savingAgainReplacesTheFiles() throws IOException {
    try (Bert other = Bert.of(TinyBert.CONFIG, TinyBert.VOCABULARY, TinyBert.OPTIONS)) {
      other.save(directory);
    }
    try (Bert loaded = load()) {
      assertEquals(TinyBert.OPTIONS, loaded.options());
    }
    try (var files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  @ParameterizedTest
  @CsvSource({"bert.json", "tokenizer.json"})
  void namesAMissingFile(String name) throws IOException {
    Files.delete(directory.resolve(name));
    assertRejected(name, "file is missing, expected it in the model directory");
  }

  @ParameterizedTest
  @CsvSource({"bert.json", "tokenizer.json"})
  void namesATruncatedFile(String name) throws IOException {
    String text = Files.readString(directory.resolve(name));
    for (int length : new int[] {1, text.length() / 2, text.length() - 1}) {
      Files.writeString(directory.resolve(name), text.substring(0, length));
      IOException e = assertThrows(IOException.class, this::load);
      assertTrue(
          e.getMessage().startsWith(directory.resolve(name) + ": ")
              && e.getMessage().contains("not JSON or truncated: "),
          e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"' '", "[]", "7", "null"})
  void namesAFileWithDifferentContent(String content) throws IOException {
    Files.writeString(directory.resolve("bert.json"), content);
    assertRejected("bert.json", "field vocab_size: missing, expected an integer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"vocab_size\" : 12,     |      | field vocab_size: missing, expected an integer",
        "\"hidden_size\" : 8      | \"hidden_size\" : \"8\""
            + " | field hidden_size: found \"8\", expected an integer",
        "\"hidden_size\" : 8      | \"hidden_size\" : 8.5"
            + " | field hidden_size: found 8.5, expected an integer",
        "\"hidden_size\" : 8      | \"hidden_size\" : 80000000000"
            + " | field hidden_size: found 80000000000, expected an integer",
        "\"hidden_dropout_prob\" : 0.2 | \"hidden_dropout_prob\" : null"
            + " | field hidden_dropout_prob: found null, expected a number",
        "\"hidden_dropout_prob\" : 0.2 | \"hidden_dropout_prob\" : 2"
            + " | dropout: found 2.0, expected at least 0 and below 1",
        "\"num_attention_heads\" : 2 | \"num_attention_heads\" : 3"
            + " | heads: found 3, expected a divisor of the hidden size 8",
        "\"max_tokens\" : 9       | \"max_tokens\" : 11"
            + " | maxTokens: found 11, expected at most 10, the number of positions of the BERT",
        "\"pooling\" : \"MEAN\"  | \"pooling\" : \"SUM\""
            + " | field pooling: found \"SUM\", expected one of [CLS, MAX, MEAN,"
            + " MAX_TOKENS, MEAN_TOKENS]",
        "\"vocab_size\" : 12      | \"vocab_size\" : 10"
            + " | vocabulary: found 11 word pieces, expected at most 10, the vocabulary"
            + " size of the BERT",
      })
  void rejectsInvalidValues(String original, String replacement, String problem)
      throws IOException {
    replace("bert.json", original, replacement == null ? "" : replacement);
    assertRejected("bert.json", problem);
  }

  @Test
  void rejectsUnknownFields() throws IOException {
    replace("bert.json", "\"max_tokens\"", "\"vocabulary\" : \"en\", \"max_tokens\"");
    IOException e = assertThrows(IOException.class, this::load);
    assertTrue(
        e.getMessage()
            .startsWith(
                directory.resolve("bert.json")
                    + ": field vocabulary: unknown, expected only [vocab_size, "),
        e.getMessage());
  }

  @Test
  void rejectsADifferentTypeOfTokenizer() throws IOException {
    replace("tokenizer.json", "\"WordPiece\",\"unk_token\"", "\"BPE\",\"unk_token\"");
    assertRejected(
        "tokenizer.json", "tokenizer.json, /model/type: found \"BPE\", expected \"WordPiece\"");
  }

  @Test
  void savingToAMissingDirectoryFails() {
    try (Bert bert = TinyBert.random()) {
      Path missing = directory.resolve("missing");
      IOException e = assertThrows(IOException.class, () -> bert.save(missing));
      assertTrue(e.getMessage().contains(missing.toString()), e.getMessage());
    }
  }

  private Bert load() throws IOException {
    return (Bert) new BertLoader().load(directory);
  }

  private void assertRejected(String file, String problem) {
    IOException e = assertThrows(IOException.class, this::load);
    assertEquals(directory.resolve(file) + ": " + problem, e.getMessage());
  }

  private void replace(String file, String original, String replacement) throws IOException {
    String text = Files.readString(directory.resolve(file));
    assertTrue(text.contains(original), text);
    Files.writeString(directory.resolve(file), text.replace(original, replacement));
  }
}
