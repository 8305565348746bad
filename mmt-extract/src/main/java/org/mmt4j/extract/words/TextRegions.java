package org.mmt4j.extract.words;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Finds lines of text in the output of a DB detector (Liao et al., 2020), the probability of each
 * pixel to be in the shrunk core of a line. A region is a connected component of pixels with more
 * than 0.3, if their mean is at least 0.5; its bounding box of w x h pixels grows by
 *
 * <pre>{@code 1.6 w h / (2 (w + h))}</pre>
 *
 * on each side, because the detector learned to shrink. Differs from PaddleOCR in that boxes are
 * upright.
 */
final class TextRegions {

  private static final float MIN_PROBABILITY = 0.3f;
  private static final double MIN_MEAN = 0.5;
  private static final double GROWTH = 1.6;
  private static final int MIN_SIDE = 3;

  /** Maximum number of regions of a frame. */
  private static final int MAX_REGIONS = 200;

  /** A box: the first and one after the last pixel of each side. */
  record Box(int left, int top, int right, int bottom) {}

  private final float[] map;
  private final int width;
  private final int height;

  /**
   * @param map probabilities, row by row
   */
  TextRegions(float[] map, int width, int height) {
    this.map = map.clone();
    this.width = width;
    this.height = height;
  }

  /** Returns the boxes, from top to bottom, then from left to right. Called once. */
  List<Box> boxes() {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < map.length && boxes.size() < MAX_REGIONS; i++) {
      if (map[i] > MIN_PROBABILITY) {
        addComponent(i, boxes);
      }
    }
    boxes.sort(Comparator.comparingInt(Box::top).thenComparingInt(Box::left));
    return boxes;
  }

  /** Removes the component of a pixel from the map. */
  private void addComponent(int start, List<Box> boxes) {
    int left = width;
    int top = height;
    int right = 0;
    int bottom = 0;
    int count = 0;
    double sum = 0;
    Deque<Integer> open = new ArrayDeque<>();
    sum += take(start, open);
    while (!open.isEmpty()) {
      int pixel = open.pop();
      int x = pixel % width;
      int y = pixel / width;
      count++;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      sum += x > 0 ? take(pixel - 1, open) : 0;
      sum += x + 1 < width ? take(pixel + 1, open) : 0;
      sum += y > 0 ? take(pixel - width, open) : 0;
      sum += y + 1 < height ? take(pixel + width, open) : 0;
    }
    if (sum / count >= MIN_MEAN && Math.min(right - left, bottom - top) >= MIN_SIDE) {
      boxes.add(grown(new Box(left, top, right, bottom)));
    }
  }

  private float take(int pixel, Deque<Integer> open) {
    float probability = map[pixel];
    if (probability <= MIN_PROBABILITY) {
      return 0;
    }
    map[pixel] = 0;
    open.push(pixel);
    return probability;
  }

  private Box grown(Box box) {
    double w = box.right - box.left;
    double h = box.bottom - box.top;
    int growth = (int) Math.round(GROWTH * w * h / (2 * (w + h)));
    return new Box(
        Math.max(0, box.left - growth),
        Math.max(0, box.top - growth),
        Math.min(width, box.right + growth),
        Math.min(height, box.bottom + growth));
  }
}
