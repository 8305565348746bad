package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.Frame;

/** PP-OCR, which {@code fetch-networks.sh} fetches, on text in photographs of opencv-doc. */
@Tag("networks")
class RealTextTest {

  private static final Path MODELS = Path.of("target/networks/models");
  private static final Path PICTURES = Path.of("/usr/share/doc/opencv-doc/examples/data");

  private static final List<String> LINES =
      List.of(
          "Sunday market opens at 7",
          "Breaking news: rain in the north",
          "Episode one",
          "The last goal of the season",
          "Route 66 motel");

  @Test
  void readsTextDrawnOverAPhotograph() throws IOException {
    Frame frame = frame(drawn());
    List<String> truth = WordErrors.words(String.join(" ", LINES));
    assertEquals(22, truth.size());
    double error = WordErrors.rate(truth, WordErrors.words(String.join(" ", paddle(frame))));
    assertTrue(error <= 0.1, "word error rate " + error);
    try (Tesseract tesseract = Tesseract.of(TesseractData.read(Optional.empty()))) {
      double other =
          WordErrors.rate(truth, WordErrors.words(String.join(" ", tesseract.words(frame))));
      assertTrue(error < other, "word error rate of Tesseract " + other);
    }
  }

  /** The covers are turned by some degrees. */
  @Test
  void findsMostWordsOfBookCovers() throws IOException {
    BufferedImage books = ImageIO.read(PICTURES.resolve("left.jpg").toFile());
    List<String> found = WordErrors.words(String.join(" ", paddle(frame(books))));
    assertTrue(found.containsAll(List.of("let", "basic")), found.toString());
  }

  @Test
  void photographWithoutTextHasNone() throws IOException {
    BufferedImage fruits = ImageIO.read(PICTURES.resolve("fruits.jpg").toFile());
    assertEquals(List.of(), paddle(frame(fruits)));
  }

  private static List<String> paddle(Frame frame) throws IOException {
    try (PaddleOcr ocr = PaddleOcr.open(Optional.of(MODELS))) {
      return ocr.lines(frame);
    }
  }

  /** Draws the lines in several fonts over a photograph of a building. */
  private static BufferedImage drawn() throws IOException {
    BufferedImage photo = ImageIO.read(PICTURES.resolve("home.jpg").toFile());
    BufferedImage image =
        new BufferedImage(photo.getWidth(), photo.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(photo, 0, 0, null);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    List<String> fonts = List.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED);
    for (int i = 0; i < LINES.size(); i++) {
      graphics.setFont(new Font(fonts.get(i % 3), i % 2 == 0 ? Font.BOLD : Font.ITALIC, 26));
      graphics.setColor(i % 2 == 0 ? Color.WHITE : Color.YELLOW);
      graphics.drawString(LINES.get(i), 20 + 10 * i, 60 + i * (image.getHeight() - 80) / 5);
    }
    graphics.dispose();
    return image;
  }

  private static Frame frame(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    int next = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[next++] = (byte) (pixel >> 16);
        rgb[next++] = (byte) (pixel >> 8);
        rgb[next++] = (byte) pixel;
      }
    }
    return new Frame(0, image.getWidth(), image.getHeight(), rgb);
  }
}
