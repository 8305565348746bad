package org.mmt4j.train.report;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** An image as a {@code data:} URL, embedded in the page. */
final class EmbeddedImage {

  /** Width in pixels: two times the width of a frame in a film strip, for high-density screens. */
  private static final int MAX_WIDTH = 160;

  private EmbeddedImage() {}

  /**
   * Returns the image as a URL, scaled down if it is wider than {@link #MAX_WIDTH}.
   *
   * @param format {@code png} for drawings, {@code jpeg} for photographs
   */
  static String of(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(fitted(image), format, bytes)) {
      throw new IOException(
          "image of type " + image.getType() + ": cannot be encoded as " + format);
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
