package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownPictureTest {

  @Test
  void whatIsMadeOfAPictureIsMadeOnceWhileItIsShown() {
    byte[] first = new byte[3];
    byte[] second = new byte[3];
    List<Double> seen = new ArrayList<>();
    ShownPicture<Integer> shown =
        new ShownPicture<>(
            frame -> {
              seen.add(frame.time());
              return seen.size();
            });
    List<Integer> made = new ArrayList<>();
    double time = 0;
    for (byte[] rgb : List.of(first, first, second, second, first)) {
      made.add(shown.of(new Frame(time++, 1, 1, rgb)));
    }
    assertEquals(List.of(1, 1, 2, 2, 3), made);
    assertEquals(List.of(0.0, 2.0, 4.0), seen);
  }
}
