package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.io.DataFileException;

class SentenceTransformerTest {

  private static final String MODULES =
      """
      [{"idx": 0, "path": "%s", "type": "sentence_transformers.models.Transformer"},
       {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
       {"idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
      """;

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    TinyHuggingFace.write(directory, TinyBert.weights().tensors());
    Files.writeString(directory.resolve("modules.json"), MODULES.formatted(""));
    pooling("{\"pooling_mode_mean_tokens\": true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"pooling_mode_mean_tokens\": true, \"pooling_mode_cls_token\": false}; MEAN_TOKENS",
        "{\"word_embedding_dimension\": 8, \"pooling_mode_cls_token\": true}; CLS",
        "{\"pooling_mode_max_tokens\": true}; MAX_TOKENS",
        "{\"pooling_mode\": \"cls\"}; CLS",
        "{}; MEAN_TOKENS",
      })
  void optionsHaveThePoolingOfTheFolder(String json, BertPooling expected) throws IOException {
    pooling(json);
    assertEquals(expected, HuggingFaceBert.options(directory).pooling());
  }

  @Test
  void optionsHaveTheMaximumNumberOfTokens() throws IOException {
    assertEquals(30, HuggingFaceBert.options(directory).maxTokens());
    Files.writeString(directory.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 9}");
    assertEquals(9, HuggingFaceBert.options(directory).maxTokens());
    Files.delete(directory.resolve("modules.json"));
    assertEquals(BertOptions.DEFAULTS, HuggingFaceBert.options(directory));
  }

  @Test
  void theBertMayBeInAFolderOfItsOwn() throws IOException {
    Files.writeString(directory.resolve("modules.json"), MODULES.formatted("0_BERT"));
    Files.createDirectory(directory.resolve("0_BERT"));
    for (String name : new String[] {"config.json", "vocab.txt", "model.safetensors"}) {
      Files.move(directory.resolve(name), directory.resolve("0_BERT").resolve(name));
    }
    try (Bert bert = Bert.fromDirectory(directory, TinyBert.OPTIONS)) {
      assertEquals(TinyBert.CONFIG, bert.config());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"pooling_mode_mean_tokens\": true, \"pooling_mode_cls_token\": true};"
            + " pooling: found [mean_tokens, cls_token], expected one of",
        "{\"pooling_mode_lasttoken\": true}; pooling: found [lasttoken], expected one of",
      })
  void rejectsOtherPoolings(String json, String problem) throws IOException {
    pooling(json);
    assertRejected(directory.resolve("1_Pooling/config.json") + ": " + problem);
  }

  @Test
  void rejectsOtherModulesAndPathsOutOfTheFolder() throws IOException {
    Path modules = directory.resolve("modules.json");
    Files.writeString(modules, MODULES.formatted("").replace("Normalize", "Dense"));
    assertRejected(
        modules + ": modules: found Dense, expected only Transformer, Pooling and Normalize");
    Files.writeString(modules, MODULES.formatted("../other"));
    assertRejected(modules + ": path of a module: found ../other, expected a folder in this one");
  }

  private void pooling(String json) throws IOException {
    Files.createDirectories(directory.resolve("1_Pooling"));
    Files.writeString(directory.resolve("1_Pooling/config.json"), json);
  }

  private void assertRejected(String message) throws IOException {
    Files.writeString(directory.resolve("sentence_bert_config.json"), "{}");
    DataFileException e =
        assertThrows(DataFileException.class, () -> HuggingFaceBert.options(directory));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }
}
