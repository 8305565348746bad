package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The files of a directory of HuggingFace's libraries: shards, formats, and what may be in their
 * place.
 */
class HuggingFaceFilesTest {

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    TinyHuggingFace.write(directory, TinyBert.weights().tensors());
  }

  @Test
  void readsShards() throws IOException {
    writeShards();
    assertEquals(TinyBert.weights().tensors(), HuggingFaceBert.read(directory).tensors());
  }

  @Test
  void namesAMissingShard() throws IOException {
    writeShards();
    Path missing = directory.resolve("model-2.safetensors");
    Files.delete(missing);
    assertEquals(
        missing
            + ": found no such file, expected the shard that model.safetensors.index.json names;"
            + " download all 2 shards",
        assertThrows(TensorFileException.class, () -> HuggingFaceBert.read(directory))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model.safetensors",
        "/etc/a.bin",
        "..\\\\a.bin",
        "a/b.bin",
        "passwd",
        "c:a.bin"
      })
  void rejectsShardsOutOfTheFolder(String path) throws IOException {
    writeShards();
    Path index = directory.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"" + path + "\"}}");
    DataFileException e =
        assertThrows(DataFileException.class, () -> HuggingFaceBert.read(directory));
    assertEquals(
        index
            + ": weight_map: found the shard \""
            + path
            + "\", expected the name of a file in the same folder",
        e.getMessage());
  }

  @Test
  void rejectsATensorInTwoShards() throws IOException {
    writeShards();
    Files.copy(
        directory.resolve("model-1.safetensors"),
        directory.resolve("model-2.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
    assertTrue(
        assertThrows(TensorFileException.class, () -> HuggingFaceBert.read(directory))
            .getMessage()
            .endsWith(": found it in two shards, expected one"));
  }

  private void writeShards() throws IOException {
    Files.delete(directory.resolve("model.safetensors"));
    Map<String, INDArray> first = new LinkedHashMap<>();
    Map<String, INDArray> second = new LinkedHashMap<>();
    StringBuilder map = new StringBuilder();
    TinyBert.weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              boolean isFirst = first.size() <= second.size();
              (isFirst ? first : second).put(name, tensor);
              map.append(map.length() == 0 ? "" : ", ")
                  .append("\"%s\": \"model-%d.safetensors\"".formatted(name, isFirst ? 1 : 2));
            });
    Safetensors.write(directory.resolve("model-1.safetensors"), first);
    Safetensors.write(directory.resolve("model-2.safetensors"), second);
    Files.writeString(
        directory.resolve("model.safetensors.index.json"), "{\"weight_map\": {" + map + "}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.json",
        "vocab.txt",
        "tokenizer.json",
        "tokenizer_config.json",
        "model.safetensors",
        "model.safetensors.index.json",
        "pytorch_model.bin"
      })
  void saysWhatIsInPlaceOfAFile(String name) throws IOException {
    if (name.endsWith("bin") || name.endsWith("index.json")) {
      Files.delete(directory.resolve("model.safetensors"));
    }
    Path file = directory.resolve(name);
    for (String content :
        List.of(
            "version https://git-lfs.github.com/spec/v1", "<html>", "{\"error\": \"no\"}", "")) {
      if (name.equals("tokenizer_config.json") && content.startsWith("{")) {
        continue; // may have any fields
      }
      Files.writeString(file, content);
      DataFileException e =
          assertThrows(
              DataFileException.class, () -> Bert.fromDirectory(directory, TinyBert.OPTIONS));
      assertTrue(
          e.getMessage()
              .matches(
                  Pattern.quote(file.toString())
                      + ": found (a pointer of Git LFS|a web page|an answer of|an empty file).*"),
          e.getMessage());
    }
  }

  @Test
  void rejectsSettingsThatAreTooLargeOrNestedTooDeep() throws IOException {
    Path file = directory.resolve("config.json");
    for (String json : List.of("[".repeat(100_000), " ".repeat((1 << 20) + 1))) {
      Files.writeString(file, json);
      DataFileException e =
          assertThrows(DataFileException.class, () -> HuggingFaceBert.read(directory));
      assertTrue(
          e.getMessage().contains("nesting depth") || e.getMessage().contains("at most 1048576"),
          e.getMessage());
    }
  }

  @Test
  void namesAnUnfinishedDownload() throws IOException {
    Files.move(
        directory.resolve("model.safetensors"), directory.resolve("model.safetensors.crdownload"));
    DataFileException e =
        assertThrows(DataFileException.class, () -> HuggingFaceBert.read(directory));
    assertTrue(
        e.getMessage()
            .contains(
                ": found no weights and the unfinished download model.safetensors.crdownload,"
                    + " expected one of"),
        e.getMessage());
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
        directory
            + ": found no weights, expected one of [model.safetensors, model.safetensors.index.json,"
            + " pytorch_model.bin, pytorch_model.bin.index.json]",
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
    assertEquals(file + ": byte 0: expected a pickle of protocol 2 to 5", e.getMessage());
  }

  private void copy(String resource, String name) throws IOException {
    try (InputStream in =
        HuggingFaceBertTest.class.getResourceAsStream("huggingface/" + resource)) {
      Files.write(directory.resolve(name), in.readAllBytes());
    }
  }
}
