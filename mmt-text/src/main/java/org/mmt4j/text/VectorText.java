package org.mmt4j.text;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the formats of {@link WordVectors#word2vecText} and {@link WordVectors#glove}. */
final class VectorText {

  /** A space and a digit. */
  private static final int MIN_VALUE_BYTES = 2;

  private static final Splitter SPACE = Splitter.on(' ');

  private VectorText() {}

  static WordVectors word2vec(Path path) throws IOException {
    try (VectorFile file = VectorFile.open(path)) {
      return read(file, VectorShape.ofHeader(file, MIN_VALUE_BYTES));
    }
  }

  static WordVectors glove(Path path) throws IOException {
    long words;
    int dimension;
    try (VectorFile file = VectorFile.open(path)) {
      dimension = SPACE.splitToList(file.line()).size() - 1;
      words = 1 + file.countLines();
    }
    try (VectorFile file = VectorFile.open(path)) {
      return read(file, VectorShape.checked(file, words, dimension, MIN_VALUE_BYTES));
    }
  }

  private static WordVectors read(VectorFile file, VectorShape shape) throws IOException {
    try (VectorTable table = new VectorTable(shape)) {
      float[] vector = new float[shape.dimension()];
      for (int i = 0; i < shape.words(); i++) {
        readWord(file, vector, table);
      }
      file.requireEnd();
      return table.finish();
    }
  }

  private static void readWord(VectorFile file, float[] vector, VectorTable table)
      throws IOException {
    List<String> parts = SPACE.splitToList(file.line());
    String word = parts.get(0);
    if (parts.size() != 1 + vector.length) {
      throw file.damaged(
          "word \""
              + Excerpt.of(word)
              + "\": found "
              + (parts.size() - 1)
              + " values, expected "
              + vector.length);
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = parse(file, word, parts.get(i + 1));
    }
    table.add(word, vector);
  }

  /** Parses a number in Python's syntax. Java would also accept "1f", "0x1p3" and "NaN". */
  private static float parse(VectorFile file, String word, String text) throws IOException {
    try {
      float value = isDecimal(text) ? (float) Double.parseDouble(text) : Float.NaN;
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) { // such as a point without digits
      // throws below
    }
    throw file.damaged(
        "word \""
            + Excerpt.of(word)
            + "\": found \""
            + Excerpt.of(text)
            + "\", expected a finite decimal number");
  }

  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
