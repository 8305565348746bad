package org.mmt4j.text;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.util.List;

/**
 * How many word vectors a file has.
 *
 * @param words at least 1
 * @param dimension numbers in each vector, at least 1
 */
record VectorShape(int words, int dimension) {

  private static final Splitter WHITE_SPACE =
      Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  /** Digits of the largest numbers that are looked at. */
  private static final int MOST_DIGITS = 9;

  /** Beyond all vectors of words; a row of a table has a place on the heap. */
  private static final int WIDEST = 10_000;

  /**
   * Reads the line {@code words dimension}.
   *
   * @param numberBytes least size of a number in the file
   */
  static VectorShape ofHeader(VectorFile file, int numberBytes) throws IOException {
    String line = file.line();
    List<String> numbers = WHITE_SPACE.splitToList(line);
    if (numbers.size() != 2 || !numbers.stream().allMatch(VectorShape::isWholeNumber)) {
      throw file.damaged(
          "header: found \""
              + Shown.of(line)
              + "\", expected \"words dimension\", two whole numbers");
    }
    return checked(
        file, Integer.parseInt(numbers.get(0)), Integer.parseInt(numbers.get(1)), numberBytes);
  }

  /**
   * Checks that a file may hold so many, before room is made for them.
   *
   * @param file of which the vectors have not been read yet
   * @param numberBytes least size of a number in the file
   */
  static VectorShape checked(VectorFile file, long words, int dimension, int numberBytes)
      throws IOException {
    if (dimension < 1 || dimension > WIDEST) {
      throw file.damaged(
          "found vectors of " + dimension + " numbers, expected vectors of 1 to " + WIDEST);
    }
    long most = file.remaining() / ((long) numberBytes * dimension);
    if (words < 1 || words > most || words > Integer.MAX_VALUE - WordVectors.SPECIAL.size()) {
      throw file.damaged(
          "found "
              + words
              + " words with "
              + dimension
              + " numbers each, expected 1 to "
              + most
              + ", as many as "
              + file.remaining()
              + " bytes can hold");
    }
    return new VectorShape((int) words, dimension);
  }

  private static boolean isWholeNumber(String text) {
    return text.length() <= MOST_DIGITS && CharMatcher.inRange('0', '9').matchesAllOf(text);
  }
}
