package org.mmt4j.examples.world;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Frames of a script for people to look at: larger than the experts' and with the written word. */
final class Film {

  private static final int WIDTH = 192;
  private static final int HEIGHT = 144;
  private static final int DOT = 2;
  private static final int PADDING = 5;
  private static final int MARGIN = 6;
  private static final int ROUNDING = 10;
  private static final double WORD_SECONDS = 2;
  private static final double LOW = 0.1;
  private static final Color PLATE = new Color(255, 255, 255, 225);
  private static final Color INK = new Color(45, 50, 70);

  private Film() {}

  /** The frame at a second, with the word that is written on the screen around that time. */
  static BufferedImage frame(Script script, double second) {
    BufferedImage image = image(new Painter(script, WIDTH, HEIGHT).paint(second));
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
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

  private static void write(Graphics2D graphics, String word, boolean above) {
    int width = Lettering.width(word) * DOT;
    int height = Lettering.height() * DOT;
    int x = (WIDTH - width) / 2;
    int y = above ? MARGIN + PADDING : HEIGHT - MARGIN - PADDING - height;
    graphics.setColor(PLATE);
    graphics.fillRoundRect(
        x - 2 * PADDING,
        y - PADDING,
        width + 4 * PADDING,
        height + 2 * PADDING,
        ROUNDING,
        ROUNDING);
    Lettering.draw(graphics, word, x, y, DOT, INK);
  }

  private static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    float[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      int pixel = i / 3;
      int packed = level(rgb[i]) << 16 | level(rgb[i + 1]) << 8 | level(rgb[i + 2]);
      image.setRGB(pixel % picture.width(), pixel / picture.width(), packed);
    }
    return image;
  }

  private static int level(float value) {
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  }
}
