package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class WordVectorsTest {

  /** 1, 2 and 3 as little-endian float32, one byte per character. */
  private static final String ONE = "\0\0\u0080?";

  private static final String TWO = "\0\0\0@";
  private static final String THREE = "\0\0@@";

  @TempDir Path directory;

  @Test
  void keepsTheFirstVectorOfADuplicateWord() throws IOException {
    WordVectors vectors = glove("b 1 2\na 3 4\nb 5 6\n[UNK] 7 8\n");
    assertEquals(List.of("[PAD]", "[UNK]", "b", "a", "[UNK]"), vectors.words());
    assertRows(vectors, 0, 0, 0, 0, 1, 2, 3, 4, 7, 8);
  }

  @Test
  void skipsNewlinesBeforeAWordInBinaryFiles() throws IOException {
    WordVectors vectors = binary("3 1\na " + ONE + "\n\nb " + TWO + "c " + THREE + "\n\r\n");
    assertEquals(List.of("[PAD]", "[UNK]", "a", "b", "c"), vectors.words());
    assertRows(vectors, 0, 0, 1, 2, 3);
  }

  /** Both formats split at spaces only. */
  @Test
  void tabsAndNewlinesBelongToWords() throws IOException {
    assertEquals("a\tb", glove("a\tb 1\n").words().get(2));
    assertEquals("a\tb\nc", binary("1 1\na\tb\nc " + ONE).words().get(2));
  }

  @Test
  void skipsWhiteSpaceAtTheEndOfALine() throws IOException {
    assertRows(glove("a 1 2 \t\r\nb 3 4"), 0, 0, 0, 0, 1, 2, 3, 4);
  }

  /** 1 + 2^-24 + 1e-20 is nearer to 1 + 2^-23, but NumPy rounds twice, by way of float64, to 1. */
  @Test
  void roundsValuesAsNumpyDoes() throws IOException {
    assertRows(
        glove("a 1.00000005960464477540 -1e-60 .5 5. +1E2\n"),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        -0f,
        .5f,
        5,
        100);
  }

  @Test
  void readsLongWords() throws IOException {
    String word = "中".repeat(100_000);
    assertEquals(word, glove(word + " 1\n").words().get(2));
  }

  @ParameterizedTest
  @EnumSource
  void readingWritesNoFile(WordVectorFormat format) throws IOException {
    Path file = directory.resolve("vectors.txt");
    Files.write(file, format.bytes(Map.of("a", new float[] {1})));
    format.read(file);
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\",\"found an empty file, expected word vectors: copy or download it again\"",
        "\"2 2\na 1.5 2.5\n\",\"found the end of the file, expected one more word and its vector\"",
        "\"1\na 1\n\",\"header: found \"\"1\"\", expected \"\"words dimension\"\":"
            + " two integers of at most 9 digits\"",
        "\"-1 2\n\",\"header: found \"\"-1 2\"\", expected \"\"words dimension\"\":"
            + " two integers of at most 9 digits\"",
        "\"1 9999999999\n\",\"header: found \"\"1 9999999999\"\", expected \"\"words dimension\"\":"
            + " two integers of at most 9 digits\"",
        "\"999999999 1\na 1\n\",\"found 999999999 words of dimension 1, expected 1 to 2"
            + " words in the remaining 4 bytes\"",
        "\"0 1\na 1\n\",\"found 0 words of dimension 1, expected 1 to 2 words in the remaining 4"
            + " bytes\"",
        "\"1 0\na\n\",\"found vectors of dimension 0, expected 1 to 10000\"",
        "\"1 999999999\na\n\",\"found vectors of dimension 999999999, expected 1 to 10000\"",
        "\"1 2\na 1 2 3\n\",\"word \"\"a\"\": found 3 values, expected 2\"",
        "\"1 2\na  1\n\",\"word \"\"a\"\": found \"\"\"\", expected a finite decimal number\"",
        "\"1 1\na NaN\n\",\"word \"\"a\"\": found \"\"NaN\"\", expected a finite decimal number\"",
        "\"1 1\na 1e39\n\",\"word \"\"a\"\": found \"\"1e39\"\", expected a finite decimal number\"",
        "\"1 1\na 1f\n\",\"word \"\"a\"\": found \"\"1f\"\", expected a finite decimal number\"",
        "\"1 1\na 1\nb 2\n\",\"found 4 bytes after the last word, expected the end of the file:"
            + " the header counts too few words or the file is damaged\""
      })
  void rejectsADamagedTextFile(String content, String problem) throws IOException {
    Path file = write(content);
    assertEquals(
        file + ": " + problem,
        assertThrows(TensorFileException.class, () -> WordVectors.word2vecText(file)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\",\"found an empty file, expected word vectors: copy or download it again\"",
        "\"a\n\",\"found vectors of dimension 0, expected 1 to 10000\"",
        "\"a 1 2\nb 3\n\",\"word \"\"b\"\": found 1 values, expected 2\"",
        "\"a 1 2\n\nb 3 4\n\",\"word \"\"\"\": found 0 values, expected 2\"",
        "\"a 1 2\n\n\n\n\n\",\"found 5 words of dimension 2, expected 1 to 2 words in the"
            + " remaining 10 bytes\"",
        "\"é 1\n\",\"found \"\"\uFFFD 1\"\", expected UTF-8\""
      })
  void rejectsADamagedGloveFile(String content, String problem) throws IOException {
    Path file = write(content);
    assertEquals(
        file + ": " + problem,
        assertThrows(TensorFileException.class, () -> WordVectors.glove(file)).getMessage());
  }

  @Test
  void rejectsADamagedBinaryFile() throws IOException {
    assertRejected("", "found an empty file, expected word vectors: copy or download it again");
    assertRejected(
        "<!DOCTYPE html><p>a",
        "found a web page (<!DOCTYPE html><p>a), expected word vectors: download the file itself, and"
            + " sign in or accept its license first if the site asks for it");
    assertRejected(
        "1 1\naaaaaaa", "found the end of the file, expected one more word and its vector");
    assertRejected(
        "1 1\naaa 123", "found the end of the file, expected one more word and its vector");
    assertRejected(
        "3 2\na " + ONE + TWO,
        "found 3 words of dimension 2, expected 1 to 1 words in the remaining 10 bytes");
    assertRejected("1 1\na \0\0\u00c0\u007f", "word \"a\": found NaN, expected finite values");
    assertRejected(
        "1 1\na \0\0\u0080\u00ff", "word \"a\": found -Infinity, expected finite values");
    assertRejected("1 1\n\u00e9 " + ONE, "found \"\uFFFD\", expected UTF-8");
    assertRejected(
        "1 1\na " + ONE + "\nb " + TWO,
        "found 6 bytes after the last word, expected the end of the file: the header counts too few"
            + " words or the file is damaged");
    assertRejected(
        "1 1\n" + "a".repeat(2 << 20),
        "found a word or line that is too long, expected at most 1048576 bytes");
  }

  @Test
  void namesAMissingFile() {
    Path file = directory.resolve("missing.bin");
    assertEquals(
        file + ": file is missing, expected word vectors",
        assertThrows(TensorFileException.class, () -> WordVectors.word2vecBinary(file))
            .getMessage());
  }

  @Test
  void rejectsATableThatDoesNotFitTheWords() {
    ImmutableList<String> words = ImmutableList.of("[PAD]", "[UNK]", "a");
    assertEquals(
        "table: found FLOAT of shape [2, 4] in order c, expected FLOAT in order c with a row for"
            + " each of 3 words",
        assertThrows(
                IllegalArgumentException.class,
                () -> new WordVectors(words, Nd4j.zeros(DataType.FLOAT, 2, 4)))
            .getMessage());
    assertEquals(
        "words: found [a] at the start, expected [[PAD], [UNK]]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new WordVectors(ImmutableList.of("a"), Nd4j.zeros(DataType.FLOAT, 1, 4)))
            .getMessage());
  }

  private void assertRejected(String content, String problem) throws IOException {
    Path file = write(content);
    assertEquals(
        file + ": " + problem,
        assertThrows(TensorFileException.class, () -> WordVectors.word2vecBinary(file))
            .getMessage());
  }

  private static void assertRows(WordVectors vectors, float... expected) {
    assertArrayEquals(expected, vectors.table().data().asFloat());
  }

  private WordVectors glove(String content) throws IOException {
    return WordVectors.glove(Files.write(directory.resolve("glove.txt"), content.getBytes(UTF_8)));
  }

  private WordVectors binary(String content) throws IOException {
    return WordVectors.word2vecBinary(write(content));
  }

  /** Writes one byte per character. */
  private Path write(String content) throws IOException {
    return Files.write(directory.resolve("vectors"), content.getBytes(ISO_8859_1));
  }
}
