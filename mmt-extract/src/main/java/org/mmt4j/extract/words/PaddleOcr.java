package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.image.ChannelOrder;
import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;
import org.mmt4j.extract.onnx.ModelFile;
import org.mmt4j.extract.onnx.NetworkPair;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.io.DataFileException;

/**
 * Reads text by PP-OCR (Du et al., 2020): a network finds lines of text, a second one reads each.
 * Their preprocessing is that of PaddleOCR: blue, green, red; sides that are multiples of 32 for
 * the first, lines of 48 pixels height for the second.
 */
final class PaddleOcr implements AutoCloseable {

  private static final ModelFile DETECTOR = ModelFile.onnx("ch_PP-OCRv4_det_infer.onnx");
  private static final ModelFile RECOGNIZER = ModelFile.onnx("ch_PP-OCRv4_rec_infer.onnx");
  private static final String CHARACTERS = "ppocr_keys_v1.txt";

  private static final int MULTIPLE = 32;
  private static final int LINE_HEIGHT = 48;
  private static final int MIN_LINE_WIDTH = 320;
  private static final int MAX_LINE_WIDTH = 3200;

  private static final Normalization DETECTOR_VALUES =
      Normalization.IMAGENET.withOrder(ChannelOrder.BGR);
  private static final Normalization LINE_VALUES =
      Normalization.PLUS_MINUS_ONE.withOrder(ChannelOrder.BGR);

  private final NetworkPair networks;
  private final CtcText characters;

  private PaddleOcr(NetworkPair networks, CtcText characters) {
    this.networks = networks;
    this.characters = characters;
  }

  /** Returns why PP-OCR is unavailable: a file or ONNX Runtime is missing. */
  static Optional<String> unavailableReason(Optional<Path> models) {
    return NetworkPair.unavailableReason(DETECTOR, RECOGNIZER, models)
        .or(
            () ->
                models
                    .map(folder -> folder.resolve(CHARACTERS))
                    .filter(file -> !Files.isRegularFile(file))
                    .map(file -> "found no " + file + ", expected the characters of PP-OCR"));
  }

  static PaddleOcr open(Optional<Path> models) throws IOException {
    Path folder = models.orElseThrow(() -> new IOException("found no model folder"));
    CtcText characters = new CtcText(Files.readAllLines(folder.resolve(CHARACTERS)));
    return new PaddleOcr(NetworkPair.open(DETECTOR, RECOGNIZER, models), characters);
  }

  /** Returns the lines of text of a frame, from top to bottom. */
  List<String> lines(Frame frame) throws IOException {
    List<String> lines = new ArrayList<>();
    for (TextRegions.Box box : boxes(frame)) {
      String line = line(frame, box);
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Returns boxes in pixels of the frame. */
  private List<TextRegions.Box> boxes(Frame frame) throws IOException {
    int width = rounded(frame.width());
    int height = rounded(frame.height());
    float[] image =
        ImagePreprocessing.of(Resize.stretch(width, height), DETECTOR_VALUES).apply(frame);
    OnnxModel detector = networks.first();
    OnnxArray map = detector.run(OnnxArray.of(image, 1, 3, height, width));
    if (map.values().length != width * height) {
      throw new DataFileException(
          detector.file(),
          "found output of shape "
              + map.shape()
              + ", expected [1, 1, "
              + height
              + ", "
              + width
              + "]");
    }
    double x = (double) frame.width() / width;
    double y = (double) frame.height() / height;
    return new TextRegions(map.values(), width, height)
        .boxes().stream()
            .map(
                box ->
                    new TextRegions.Box(
                        (int) (box.left() * x),
                        (int) (box.top() * y),
                        (int) Math.ceil(box.right() * x),
                        (int) Math.ceil(box.bottom() * y)))
            .toList();
  }

  private static int rounded(int side) {
    return Math.max(MULTIPLE, Math.round((float) side / MULTIPLE) * MULTIPLE);
  }

  private String line(Frame frame, TextRegions.Box box) throws IOException {
    Frame crop =
        frame.crop(box.left(), box.top(), box.right() - box.left(), box.bottom() - box.top());
    int width =
        Math.min(
            MAX_LINE_WIDTH, (int) Math.ceil((double) LINE_HEIGHT * crop.width() / crop.height()));
    float[] line =
        ImagePreprocessing.of(Resize.stretch(width, LINE_HEIGHT), LINE_VALUES).apply(crop);
    int padded = Math.max(MIN_LINE_WIDTH, width);
    OnnxModel recognizer = networks.second();
    OnnxArray read =
        recognizer.run(OnnxArray.of(padded(line, width, padded), 1, 3, LINE_HEIGHT, padded));
    List<Long> shape = read.shape();
    if (shape.get(shape.size() - 1) != characters.classes()) {
      throw new DataFileException(
          recognizer.file(),
          "found "
              + shape.get(shape.size() - 1)
              + " classes, expected "
              + characters.classes()
              + ", those of "
              + CHARACTERS);
    }
    return characters.read(read.values());
  }

  /** [3, 48, width] -> [3, 48, padded], with 0 on the right. */
  private static float[] padded(float[] line, int width, int padded) {
    float[] wide = new float[line.length / width * padded];
    for (int row = 0; row < line.length / width; row++) {
      System.arraycopy(line, row * width, wide, row * padded, width);
    }
    return wide;
  }

  @Override
  public void close() {
    networks.close();
  }
}
