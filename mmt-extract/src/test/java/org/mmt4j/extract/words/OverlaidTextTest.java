package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.DataFileException;

class OverlaidTextTest {

  private static final int WIDTH = 400;
  private static final int HEIGHT = 160;

  @TempDir Path folder;

  @Test
  void readsTextWithTimes() throws IOException {
    BufferedImage[] seconds = {
      image("", Color.BLACK, Color.WHITE),
      image("People dancing", Color.BLACK, Color.WHITE),
      image("", Color.BLACK, Color.WHITE),
      image("Guitar lesson", Color.WHITE, new Color(0x203040))
    };
    Path clip =
        TestClip.of(folder.resolve("text.mkv"))
            .lossless()
            .size(WIDTH, HEIGHT)
            .frames(8, 2)
            .painted((index, x, y) -> seconds[index / 2].getRGB(x, y) & 0xffffff)
            .write();

    ExpertFeatures features = extract(clip).orElseThrow();

    assertEquals(2, features.count());
    assertEquals(1, features.time(0));
    assertEquals(3, features.time(1));
    try (WordEmbedder words = MiniLmWords.load()) {
      assertArrayEquals(words.mean("people dancing").orElseThrow(), features.feature(0));
      assertArrayEquals(words.mean("guitar lesson").orElseThrow(), features.feature(1));
    }
  }

  @Test
  void videoWithoutTextHasNoFeatures() throws IOException {
    Path clip = TestClip.of(folder.resolve("grey.mkv")).write();
    assertEquals(Optional.empty(), extract(clip));
  }

  @Test
  void skipsWordsOfLowConfidence() {
    assertEquals(
        List.of("sure"),
        Tesseract.words(
            """
            4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t
            5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t60.5\tsure
            5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t59.5\tguess
            5\t1\t1\t1\t1\t3\t0\t0\t9\t9\t99\t|l
            """));
  }

  @Test
  void rejectsInvalidTesseractData() throws IOException {
    Path file = Files.write(folder.resolve("eng.traineddata"), new byte[100]);
    Exception e =
        assertThrows(DataFileException.class, () -> new OverlaidText().open(Optional.of(folder)));
    assertEquals(
        file + ": found 100 bytes that Tesseract cannot read, expected its data of English",
        e.getMessage());
  }

  @Test
  void rejectsUseAfterClose() throws IOException {
    Video video = FfmpegVideo.open("grey", TestClip.of(folder.resolve("grey.mkv")).write());
    FeatureExtractor expert = new OverlaidText().open(Optional.empty());
    expert.close();
    expert.close();
    assertThrows(ClosedException.class, () -> expert.extract(video));
  }

  @Test
  void isFoundByServiceLoader() {
    assertTrue(FeatureExtractors.find(Optional.empty()).available().containsKey("ocr"));
  }

  private static BufferedImage image(String text, Color ink, Color paper) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(paper);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(ink);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 36));
    graphics.drawString(text, 40, 90);
    graphics.dispose();
    return image;
  }

  private static Optional<ExpertFeatures> extract(Path clip) throws IOException {
    try (FeatureExtractor expert = new OverlaidText().open(Optional.empty())) {
      return expert.extract(FfmpegVideo.open("clip", clip));
    }
  }
}
