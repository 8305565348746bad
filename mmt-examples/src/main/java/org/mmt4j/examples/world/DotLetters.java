package org.mmt4j.examples.world;

import java.awt.Graphics2D;
import java.util.Locale;

/**
 * Capital letters on a grid of 5 by 7 dots. They need no fonts and look the same on every machine.
 */
final class DotLetters implements Letters {

  private static final int SIZE = 2;
  private static final int COLUMNS = 5;
  private static final int ROWS = 7;
  private static final int ADVANCE = COLUMNS + 1;

  /** A to Z; each two hexadecimal digits are one row of a letter; the leftmost dot is bit 4. */
  private static final String[] LETTERS = {
    "0E11111F111111", "1E11111E11111E", "0E11101010110E", "1C12111111121C", "1F10101E10101F",
    "1F10101E101010", "0E11101711110F", "1111111F111111", "0E04040404040E", "0702020202120C",
    "11121418141211", "1010101010101F", "111B1515111111", "11191513111111", "0E11111111110E",
    "1E11111E101010", "0E11111115120D", "1E11111E141211", "0F10100E01011E", "1F040404040404",
    "1111111111110E", "11111111110A04", "11111115151B11", "11110A040A1111", "1111110A040404",
    "1F01020408101F"
  };

  @Override
  public int width(String word) {
    return (word.length() * ADVANCE - 1) * SIZE;
  }

  @Override
  public int height() {
    return ROWS * SIZE;
  }

  @Override
  public void draw(Graphics2D graphics, String word, int x, int y) {
    String capitals = word.toUpperCase(Locale.ROOT);
    for (int i = 0; i < capitals.length(); i++) {
      String letter = LETTERS[capitals.charAt(i) - 'A'];
      for (int row = 0; row < ROWS; row++) {
        int dots = Integer.parseInt(letter, 2 * row, 2 * row + 2, 16);
        for (int column = 0; column < COLUMNS; column++) {
          if ((dots >> (COLUMNS - 1 - column) & 1) == 1) {
            graphics.fillRect(x + (i * ADVANCE + column) * SIZE, y + row * SIZE, SIZE, SIZE);
          }
        }
      }
    }
  }
}
