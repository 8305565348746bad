package org.mmt4j.text;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.util.List;

/**
 * The number and the dimension of the word vectors of a file.
 *
 * @param words number of words, at least 1
 * @param dimension dimension of each vector, at least 1
 */
record VectorShape(int words, int dimension) {

  private static final Splitter WHITE_SPACE =
      Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  /** More digits might overflow an int. */
  private static final int MAX_DIGITS = 9;

  /** Larger than that of any published word vectors; one row is buffered on the heap. */
  private static final int MAX_DIMENSION = 10_000;

  /**
   * Reads the header line {@code words dimension}.
   *
   * @param minValueBytes minimum size of a value in the file
   */
  static VectorShape ofHeader(VectorFile file, int minValueBytes) throws IOException {
    String line = file.line();
    List<String> fields = WHITE_SPACE.splitToList(line);
    if (fields.size() != 2 || !fields.stream().allMatch(VectorShape::isInteger)) {
      throw file.damaged(
          "header: found \""
              + Excerpt.of(line)
              + "\", expected \"words dimension\": two integers of at most "
              + MAX_DIGITS
              + " digits");
    }
    return checked(
        file, Integer.parseInt(fields.get(0)), Integer.parseInt(fields.get(1)), minValueBytes);
  }

  /**
   * Checks that the file is large enough for this shape, before memory is allocated.
   *
   * @param file positioned before the first vector
   * @param minValueBytes minimum size of a value in the file
   */
  static VectorShape checked(VectorFile file, long words, int dimension, int minValueBytes)
      throws IOException {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw file.damaged(
          "found vectors of dimension " + dimension + ", expected 1 to " + MAX_DIMENSION);
    }
    long maxWords = file.remaining() / ((long) minValueBytes * dimension);
    if (words < 1 || words > maxWords || words > Integer.MAX_VALUE - WordVectors.SPECIAL.size()) {
      throw file.damaged(
          "found "
              + words
              + " words of dimension "
              + dimension
              + ", expected 1 to "
              + maxWords
              + " words in the remaining "
              + file.remaining()
              + " bytes");
    }
    return new VectorShape((int) words, dimension);
  }

  private static boolean isInteger(String text) {
    return text.length() <= MAX_DIGITS && CharMatcher.inRange('0', '9').matchesAllOf(text);
  }
}
