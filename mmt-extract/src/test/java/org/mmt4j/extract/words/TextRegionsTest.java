package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextRegionsTest {

  private static final int WIDTH = 60;
  private static final int HEIGHT = 40;

  private final float[] map = new float[WIDTH * HEIGHT];

  /** 20 x 10 pixels grow by 1.6 * 200 / 60 = 5.33 pixels. */
  @Test
  void boxGrowsByItsAreaAndPerimeter() {
    fill(20, 10, 20, 10, 0.9f);
    assertEquals(List.of(new TextRegions.Box(15, 5, 45, 25)), boxes());
  }

  @Test
  void boxesStayInTheFrame() {
    fill(0, 0, WIDTH, 5, 1);
    assertEquals(List.of(new TextRegions.Box(0, 0, WIDTH, 9)), boxes());
  }

  @Test
  void boxesAreOrderedFromTopToBottomThenFromLeft() {
    fill(40, 20, 10, 4, 1);
    fill(10, 20, 10, 4, 1);
    fill(30, 4, 10, 4, 1);
    assertEquals(List.of(28, 8, 38), boxes().stream().map(TextRegions.Box::left).toList());
  }

  @Test
  void uncertainAndSmallRegionsAreSkipped() {
    fill(10, 10, 20, 10, 0.4f); // the mean is less than 0.5
    fill(40, 10, 20, 2, 1);
    assertEquals(List.of(), boxes());
  }

  @Test
  void componentsAreConnectedBySides() {
    fill(10, 10, 5, 5, 1);
    fill(15, 15, 5, 5, 1); // touches at a corner
    assertEquals(2, boxes().size());
    fill(13, 14, 4, 2, 1);
    assertEquals(1, boxes().size());
  }

  private List<TextRegions.Box> boxes() {
    return new TextRegions(map, WIDTH, HEIGHT).boxes();
  }

  private void fill(int left, int top, int width, int height, float value) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        map[y * WIDTH + x] = value;
      }
    }
  }
}
