package org.mmt4j.examples.world;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/** Letters of the machine's sans-serif font, which OCR programs recognize. */
final class FontLetters implements Letters {

  private static final int SIZE = 20;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, SIZE);
  private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);

  @Override
  public int width(String word) {
    return (int) Math.ceil(bounds(word).getWidth());
  }

  @Override
  public int height() {
    return (int) Math.ceil(bounds("H").getHeight());
  }

  @Override
  public void draw(Graphics2D graphics, String word, int x, int y) {
    graphics.setFont(FONT);
    graphics.drawString(word.toUpperCase(Locale.ROOT), x, y + height());
  }

  private static Rectangle2D bounds(String word) {
    return FONT.createGlyphVector(UNHINTED, word.toUpperCase(Locale.ROOT)).getVisualBounds();
  }
}
