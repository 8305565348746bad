package org.mmt4j.train.report;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** A picture as a {@code data:} address, so that the page holds it. */
final class EmbeddedPicture {

  /** Twice the width at which a film strip shows a frame: sharp on dense screens. */
  private static final int MAX_WIDTH = 160;

  private EmbeddedPicture() {}

  /**
   * The picture, made smaller if it is wider than a film strip shows it.
   *
   * @param format {@code png} for drawings, {@code jpeg} for photographs
   */
  static String of(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(fitted(image), format, bytes)) {
      throw new IOException("picture of type " + image.getType() + ": cannot be a " + format);
    }
    String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
    return "data:image/" + format + ";base64," + text;
  }

  private static BufferedImage fitted(BufferedImage image) {
    if (image.getWidth() <= MAX_WIDTH) {
      return image;
    }
    int height = Math.max(1, image.getHeight() * MAX_WIDTH / image.getWidth());
    Image scaled = image.getScaledInstance(MAX_WIDTH, height, Image.SCALE_AREA_AVERAGING);
    BufferedImage result = new BufferedImage(MAX_WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.drawImage(scaled, 0, 0, (img, flags, x, y, w, h) -> false);
    graphics.dispose();
    return result;
  }
}
