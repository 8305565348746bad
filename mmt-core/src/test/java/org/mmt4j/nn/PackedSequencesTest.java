package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PackedSequencesTest {

  @Test
  void tokensGetSlotsOfTheirSequenceAndPaddingRowsAFreeSlot() {
    PackedSequences.Layout layout =
        PackedSequences.Layout.of(
            new int[] {1, 0, 1, -1}, new boolean[] {true, false, true, true}, 2, 2);
    assertArrayEquals(new int[] {2, 0, 3, 1}, layout.slotOfRow());
    assertArrayEquals(new int[] {1, 4, 0, 2}, layout.rowOfSlot());
    assertArrayEquals(new boolean[] {false, false, true, true}, layout.admitted());
  }

  @Test
  void rejectsSequencesThatDoNotFit() {
    assertRejected(
        "tokens of a sequence: found more than 1, expected at most 1",
        () -> PackedSequences.Layout.of(new int[2], new boolean[2], 1, 1));
    assertRejected(
        "length of sequences: found 1, expected a free slot for padding rows",
        () -> PackedSequences.Layout.of(new int[] {0, -1}, new boolean[2], 1, 1));
  }

  private static void assertRejected(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
