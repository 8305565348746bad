package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares words, vectors and ids with the {@code WeTokenizer} of the reference. {@code
 * -Dmmt.golden=DIR} reads the expected values from {@code DIR/wetokenizer}.
 */
class WordVectorsGoldenTest {

  @ParameterizedTest
  @CsvSource({"BINARY,vectors.bin", "TEXT,vectors.w2v", "GLOVE,vectors.txt"})
  void wordsAndVectorsMatchTheReference(WordVectorFormat format, String name) throws IOException {
    INDArray expected = Safetensors.read(file("table.safetensors")).get("weights");
    JsonNode golden = tokenizations();
    WordVectors vectors = format.read(file(name));

    assertEquals(strings(golden.get("words")), vectors.words());
    assertEquals(golden.get("text_dim").asInt(), vectors.dimension());
    assertArrayEquals(expected.shape(), vectors.table().shape());
    assertArrayEquals(expected.data().asFloat(), vectors.table().data().asFloat());
  }

  static JsonNode tokenizations() throws IOException {
    return new ObjectMapper().readTree(file("tokenize.json").toFile());
  }

  static List<String> strings(JsonNode list) {
    return List.of(new ObjectMapper().convertValue(list, String[].class));
  }

  private static Path file(String name) {
    Path file =
        Path.of(System.getProperty("mmt.golden", "src/test/resources/golden"), "wetokenizer", name);
    assertTrue(Files.isRegularFile(file), "no golden data: " + file);
    return file;
  }
}
