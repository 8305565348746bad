package org.mmt4j.examples.world;

import java.awt.Graphics2D;

/** How a word is written into a picture of 192 by 144 pixels. */
interface Letters {

  /** Width of a word. */
  int width(String word);

  /** Height of capitals. */
  int height();

  /** Draws a word in capitals, in the current colour, with its upper left corner at (x, y). */
  void draw(Graphics2D graphics, String word, int x, int y);
}
