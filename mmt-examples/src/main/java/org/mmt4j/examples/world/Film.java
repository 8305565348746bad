package org.mmt4j.examples.world;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Renders the frames of a script for people: larger than the frames of the experts and with the
 * written word. Not thread-safe.
 */
public final class Film {

  private static final int WIDTH = 192;
  private static final int HEIGHT = 144;
  private static final int PADDING = 5;
  private static final int MARGIN = 6;
  private static final int ROUNDING = 10;
  private static final double WORD_SECONDS = 2;
  private static final double LOW = 0.1;
  private static final Color PLATE = new Color(255, 255, 255, 225);
  private static final Color INK = new Color(45, 50, 70);

  private final Script script;
  private final int scale;
  private final Letters letters;
  private final Painter painter;

  /** Creates a film of a script, with frames of 192 by 144 pixels times {@code scale}. */
  Film(Script script, int scale, Letters letters) {
    this.script = script;
    this.scale = scale;
    this.letters = letters;
    this.painter = new Painter(script, scale * WIDTH, scale * HEIGHT);
  }

  /** Returns the frame at a time in seconds, with the word that is on the screen at that time. */
  public BufferedImage frame(double second) {
    BufferedImage image = image(painter.paint(second));
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(scale, scale);
    script
        .writing()
        .ifPresent(
            writing -> {
              for (TimedWord word : writing.words()) {
                if (Math.abs(second - word.second()) <= WORD_SECONDS / 2) {
                  write(graphics, word.word(), script.pose(second).y() > LOW);
                }
              }
            });
    graphics.dispose();
    return image;
  }

  private void write(Graphics2D graphics, String word, boolean atTop) {
    int width = letters.width(word);
    int height = letters.height();
    int x = (WIDTH - width) / 2;
    int y = atTop ? MARGIN + PADDING : HEIGHT - MARGIN - PADDING - height;
    graphics.setColor(PLATE);
    graphics.fillRoundRect(
        x - 2 * PADDING,
        y - PADDING,
        width + 4 * PADDING,
        height + 2 * PADDING,
        ROUNDING,
        ROUNDING);
    graphics.setColor(INK);
    letters.draw(graphics, word, x, y);
  }

  private static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    float[] rgb = picture.rgb();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = level(rgb[3 * i]) << 16 | level(rgb[3 * i + 1]) << 8 | level(rgb[3 * i + 2]);
    }
    return image;
  }

  private static int level(float value) {
    return (int) (255 * Math.min(1, Math.max(0, value)) + 0.5f);
  }
}
