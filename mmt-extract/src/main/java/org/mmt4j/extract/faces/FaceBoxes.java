package org.mmt4j.extract.faces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decodes the outputs of BlazeFace (Bazarevsky et al., 2019) for an image of 256 x 256 pixels. It
 * has 896 anchors: two at the centre of each cell of 16 x 16 pixels, then six at the centre of each
 * of 32 x 32, row by row. For each anchor there are a logit of the score, and values of which the
 * first four are the centre of the face, relative to the anchor, and its size, in pixels.
 *
 * <p>Of boxes that overlap by more than 0.3 (intersection over union), the one with the highest
 * score stays.
 */
final class FaceBoxes {

  static final int SIDE = 256;

  private static final int FINE = 16;
  private static final int FINE_ANCHORS = 2;
  private static final int COARSE = 32;
  private static final int COARSE_ANCHORS = 6;
  private static final double MIN_SCORE = 0.5;
  private static final double MAX_OVERLAP = 0.3;

  /** A box whose corners are fractions of the sides of the image. */
  record Box(double left, double top, double right, double bottom, double score) {

    private double area() {
      return (right - left) * (bottom - top);
    }

    private double overlap(Box other) {
      double width = Math.min(right, other.right) - Math.max(left, other.left);
      double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
      double common = Math.max(0, width) * Math.max(0, height);
      return common / (area() + other.area() - common);
    }
  }

  private final List<Box> boxes = new ArrayList<>();

  /**
   * Decodes the outputs.
   *
   * @param fineScores logits of the anchors of small cells, 512
   * @param coarseScores logits of the anchors of large cells, 384
   * @param fine values of the anchors of small cells, [512, n]
   * @param coarse values of the anchors of large cells, [384, n]
   */
  static List<Box> of(float[] fineScores, float[] coarseScores, float[] fine, float[] coarse) {
    FaceBoxes found = new FaceBoxes();
    found.add(FINE, FINE_ANCHORS, fineScores, fine);
    found.add(COARSE, COARSE_ANCHORS, coarseScores, coarse);
    return found.withoutOverlaps();
  }

  private void add(int cell, int anchors, float[] scores, float[] values) {
    int cells = SIDE / cell;
    int length = values.length / scores.length;
    if (scores.length != cells * cells * anchors || length < 4) {
      throw new IllegalArgumentException(
          "face detector: found "
              + scores.length
              + " scores and "
              + values.length
              + " values, expected "
              + cells * cells * anchors
              + " scores and at least 4 values for each");
    }
    for (int i = 0; i < scores.length; i++) {
      double score = 1 / (1 + Math.exp(-scores[i]));
      if (score >= MIN_SCORE) {
        int column = i / anchors % cells;
        int row = i / anchors / cells;
        double x = (column + 0.5) * cell + values[i * length];
        double y = (row + 0.5) * cell + values[i * length + 1];
        double width = values[i * length + 2];
        double height = values[i * length + 3];
        boxes.add(
            new Box(
                (x - width / 2) / SIDE,
                (y - height / 2) / SIDE,
                (x + width / 2) / SIDE,
                (y + height / 2) / SIDE,
                score));
      }
    }
  }

  private List<Box> withoutOverlaps() {
    boxes.sort(Comparator.comparingDouble(Box::score).reversed());
    List<Box> kept = new ArrayList<>();
    for (Box box : boxes) {
      if (kept.stream().noneMatch(better -> better.overlap(box) > MAX_OVERLAP)) {
        kept.add(box);
      }
    }
    return kept;
  }
}
