package org.mmt4j.extract.onnx;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mmt4j.extract.Frame;
import org.mmt4j.io.DataFileException;

/**
 * The output of an SSD detector, [1, 1, n, 7]: for each box, image index, class, score and corners.
 */
record FaceDetections(OnnxArray boxes) {

  private static final int VALUES_PER_BOX = 7;
  private static final int SCORE = 2;

  /**
   * @param detector file of the network
   * @throws DataFileException if the output has a different shape
   */
  static FaceDetections of(Path detector, OnnxArray boxes) throws DataFileException {
    List<Long> shape = boxes.shape();
    if (shape.isEmpty() || shape.get(shape.size() - 1) != VALUES_PER_BOX) {
      throw new DataFileException(
          detector, "found output of shape " + shape + ", expected [1, 1, n, 7]");
    }
    return new FaceDetections(boxes);
  }

  /** Returns the boxes with at least this score, in order of falling score. */
  int[] byScore(double minScore) {
    return IntStream.range(0, boxes.values().length / VALUES_PER_BOX)
        .filter(box -> score(box) >= minScore)
        .boxed()
        .sorted(Comparator.comparingDouble(this::score).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double score(int box) {
    return boxes.values()[VALUES_PER_BOX * box + SCORE];
  }

  /**
   * Crops a frame to a box, whose corners are left, top, right and bottom as fractions of the sides
   * of the frame. Empty if less than one pixel of the box is in the frame.
   */
  Optional<Frame> crop(int box, Frame frame) {
    int left = pixel(box, 3, frame.width());
    int top = pixel(box, 4, frame.height());
    int width = pixel(box, 5, frame.width()) - left;
    int height = pixel(box, 6, frame.height()) - top;
    if (width < 1 || height < 1) {
      return Optional.empty();
    }
    return Optional.of(frame.crop(left, top, width, height));
  }

  private int pixel(int box, int corner, int side) {
    double position = boxes.values()[VALUES_PER_BOX * box + corner];
    return (int) Math.round(Math.min(1, Math.max(0, position)) * side);
  }
}
