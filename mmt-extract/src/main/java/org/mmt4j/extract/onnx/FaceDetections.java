package org.mmt4j.extract.onnx;

import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mmt4j.extract.Frame;

/** What an SSD detector writes: [1, 1, n, 7], of each box picture, class, score and corners. */
record FaceDetections(OnnxArray boxes) {

  private static final int NUMBERS = 7;
  private static final int SCORE = 2;

  /**
   * @throws IOException if the detector writes something else
   */
  static FaceDetections of(OnnxArray boxes) throws IOException {
    ImmutableLongArray shape = boxes.shape();
    if (shape.isEmpty() || shape.get(shape.length() - 1) != NUMBERS) {
      throw new IOException(
          "face detector: found output of shape " + shape + ", expected [1, 1, n, 7]");
    }
    return new FaceDetections(boxes);
  }

  /** Boxes with at least this score, the highest first. */
  int[] surest(double least) {
    return IntStream.range(0, boxes.values().length / NUMBERS)
        .filter(box -> score(box) >= least)
        .boxed()
        .sorted(Comparator.comparingDouble(this::score).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double score(int box) {
    return boxes.values()[NUMBERS * box + SCORE];
  }

  /**
   * The part of a picture in a box, whose corners are left, top, right and bottom as shares of the
   * picture's sides; empty if less than a pixel of it is in the picture.
   */
  Optional<Frame> crop(int box, Frame picture) {
    int left = pixel(box, 3, picture.width());
    int top = pixel(box, 4, picture.height());
    int width = pixel(box, 5, picture.width()) - left;
    int height = pixel(box, 6, picture.height()) - top;
    if (width < 1 || height < 1) {
      return Optional.empty();
    }
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      int from = 3 * ((top + y) * picture.width() + left);
      System.arraycopy(picture.rgb(), from, rgb, 3 * y * width, 3 * width);
    }
    return Optional.of(new Frame(picture.time(), width, height, rgb));
  }

  private int pixel(int box, int corner, int side) {
    double share = boxes.values()[NUMBERS * box + corner];
    return (int) Math.round(Math.min(1, Math.max(0, share)) * side);
  }
}
