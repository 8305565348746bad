package org.mmt4j.caption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mmt4j.WordEncoder;

class CaptionTokensTest {

  @Test
  void firstTokensComeFirstThenAllOthers() {
    CaptionTokens tokens =
        CaptionTokens.unpadded(
            ImmutableList.of(new int[] {1, 2, 3}, new int[] {4}, new int[] {5, 6}));
    assertArrayEquals(
        new int[] {1, 4, 5, 2, 3, 6, 0, 0}, tokens.ids(new CaptionTokens.Shape(3, 8, 8)));
  }

  @Test
  void padsCaptions() {
    CaptionTokens tokens =
        new CaptionTokens(ImmutableList.of(new int[] {1, 2, 3}, new int[] {4}), 4, 0);
    CaptionTokens.Shape shape = tokens.shape(9);
    assertEquals(new CaptionTokens.Shape(2, 8, 4), shape);
    assertArrayEquals(new int[] {1, 4, 2, 3, 0, 0, 0, 0}, tokens.ids(shape));
  }

  @Test
  void shapeHasRoomForAllTokensAndASlotForEachRow() {
    for (int length = 1; length <= 9; length++) {
      int[] longest = new int[length];
      CaptionTokens tokens = CaptionTokens.unpadded(ImmutableList.of(longest, new int[1]));
      CaptionTokens.Shape shape = tokens.shape(9);
      assertTrue(shape.rows() >= length + 1);
      assertTrue(shape.length() >= length);
      assertTrue(shape.rows() <= 2 * shape.length());
    }
  }

  @Test
  void rejectsCaptionsWithoutTokens() {
    assertRejected(
        "captions: found none, expected at least one",
        () -> CaptionTokens.unpadded(ImmutableList.of()));
    assertRejected(
        "caption 1: found no tokens, expected at least one",
        () -> CaptionTokens.unpadded(ImmutableList.of(new int[1], new int[0])));
    assertRejected(
        "caption 0: found 3 tokens, expected at most 2",
        () -> new CaptionTokens(ImmutableList.of(new int[3]), 2, 0));
    assertRejected(
        "caption: found a blank text, expected a sentence",
        () -> CaptionTokens.of(new WordEncoder(3), List.of("a song", " ")));
  }

  private static void assertRejected(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
