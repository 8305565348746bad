package org.mmt4j.examples.world;

import java.awt.Graphics2D;

/** Draws words in frames of 192 by 144 pixels. */
interface Letters {

  /** Returns the width of a word in pixels. */
  int width(String word);

  /** Returns the height of capital letters in pixels. */
  int height();

  /** Draws a word in capitals, in the current colour, with its upper left corner at (x, y). */
  void draw(Graphics2D graphics, String word, int x, int y);
}
