package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameCacheTest {

  @Test
  void computesOnceWhileFrameIsShown() throws IOException {
    byte[] first = new byte[3];
    byte[] second = new byte[3];
    List<Double> computedAt = new ArrayList<>();
    FrameCache<Integer> cache =
        new FrameCache<>(
            frame -> {
              computedAt.add(frame.time());
              return computedAt.size();
            });
    List<Integer> results = new ArrayList<>();
    double time = 0;
    for (byte[] rgb : List.of(first, first, second, second, first)) {
      results.add(cache.get(new Frame(time++, 1, 1, rgb)));
    }
    assertEquals(List.of(1, 1, 2, 2, 3), results);
    assertEquals(List.of(0.0, 2.0, 4.0), computedAt);
  }
}
