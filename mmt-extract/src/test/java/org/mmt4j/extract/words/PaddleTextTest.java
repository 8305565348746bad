package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.onnx.TinyNetwork;
import org.mmt4j.io.DataFileException;

/** The test networks find bright areas, and read the letter "a" in each. */
class PaddleTextTest {

  private static final String DETECTOR = "ch_PP-OCRv4_det_infer.onnx";
  private static final String RECOGNIZER = "ch_PP-OCRv4_rec_infer.onnx";
  private static final String CHARACTERS = "ppocr_keys_v1.txt";

  @TempDir Path folder;

  @BeforeEach
  void networks() throws IOException {
    new TinyNetwork()
        .reads("x", DataType.FLOAT, 1, 3, -1, -1)
        .mean("map", "x", 1)
        .writes("map", DataType.FLOAT, 1, -1, -1)
        .write(folder.resolve(DETECTOR));
    recognizer(4);
    Files.writeString(folder.resolve(CHARACTERS), "a\nb\n");
  }

  /** [1, 3, 48, width] -> [width, classes]: class 1 is as probable as the column is bright. */
  private void recognizer(int classes) throws IOException {
    Float[] weights = new Float[classes];
    Arrays.fill(weights, 0f);
    weights[1] = 1f;
    new TinyNetwork()
        .reads("x", DataType.FLOAT, 1, 3, 48, -1)
        .mean("grey", "x", 1)
        .node("Transpose", "columns", "grey")
        .mean("bright", "columns", 1)
        .floats("weights", List.of(1L, (long) classes), List.of(weights))
        .node("MatMul", "read", "bright", "weights")
        .writes("read", DataType.FLOAT, -1, classes)
        .write(folder.resolve(RECOGNIZER));
  }

  @Test
  void readsEachLine() throws IOException {
    byte[] rgb = new byte[3 * 96 * 64];
    for (int row = 0; row < 64; row++) { // areas as high as the frame stay so when they grow
      for (int left : new int[] {10, 60}) {
        Arrays.fill(rgb, 3 * (row * 96 + left), 3 * (row * 96 + left + 20), (byte) -1);
      }
    }
    try (PaddleOcr ocr = PaddleOcr.open(Optional.of(folder))) {
      assertEquals(List.of("a", "a"), ocr.lines(new Frame(0, 96, 64, rgb)));
      assertEquals(List.of(), ocr.lines(new Frame(0, 96, 64, new byte[rgb.length])));
    }
  }

  @Test
  void featureIsVectorOfTheWordsOfASecond() throws IOException {
    Path clip =
        TestClip.of(folder.resolve("clip.mkv"))
            .lossless()
            .size(96, 48) // the height of a line, so that edges stay sharp
            .frames(15, 5)
            .painted((index, x, y) -> index >= 5 && x > 20 && x < 60 ? 0xffffff : 0)
            .write();
    try (FeatureExtractor open = new PaddleText().open(Optional.of(folder));
        MiniLmWords words = MiniLmWords.load()) {
      ExpertFeatures features = open.extract(FfmpegVideo.open("clip", clip)).orElseThrow();
      assertEquals(2, features.count());
      assertEquals(1, features.time(0));
      assertArrayEquals(words.vector("a").orElseThrow(), features.feature(1), 1e-6f);
    }
  }

  @Test
  void isPreferredToTesseractIfItsFilesAreThere() throws IOException {
    assertEquals(
        PaddleText.class,
        FeatureExtractors.find(Optional.of(folder)).available().get("ocr").getClass());
    Files.delete(folder.resolve(CHARACTERS));
    assertEquals(
        Optional.of(
            "found no " + folder.resolve(CHARACTERS) + ", expected the characters of PP-OCR"),
        new PaddleText().unavailableReason(Optional.of(folder)));
    assertEquals(
        OverlaidText.class,
        FeatureExtractors.find(Optional.of(folder)).available().get("ocr").getClass());
  }

  @Test
  void rejectsCharactersOfAnotherNetwork() throws IOException {
    recognizer(5);
    byte[] white = new byte[3 * 96 * 64];
    Arrays.fill(white, (byte) -1);
    try (PaddleOcr ocr = PaddleOcr.open(Optional.of(folder))) {
      Exception e =
          assertThrows(DataFileException.class, () -> ocr.lines(new Frame(0, 96, 64, white)));
      assertEquals(
          folder.resolve(RECOGNIZER) + ": found 5 classes, expected 4, those of " + CHARACTERS,
          e.getMessage());
    }
  }
}
