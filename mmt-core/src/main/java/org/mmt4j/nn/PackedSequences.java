package org.mmt4j.nn;

import java.util.Arrays;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.rewrite.PackedInputs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * How the tokens of B sequences of different length lie in one matrix of n rows, in any order, so
 * that all that works row by row spends nothing on padding; only attention sees a padded block of B
 * times L slots.
 *
 * <p>Padding rows (to round n up) sit in a slot that attention does not look at.
 *
 * @param slotOfRow (n) slot b L + l of each row
 * @param rowOfSlot (B L) row of each slot, n for a slot without a token
 * @param mask (B, 1, 1, L) 0 for slots with a token, -10000 for the others: added to attention
 *     scores
 * @param sequences B
 * @param length L
 * @param rows n
 */
public record PackedSequences(
    SDVariable slotOfRow,
    SDVariable rowOfSlot,
    SDVariable mask,
    int sequences,
    int length,
    int rows) {

  /** Score added for a slot that is not to be seen, as BERT does: exp(-10000) is 0. */
  private static final float HIDDEN = -10000;

  /**
   * Declares the three inputs {@code prefix.slotOfRow}, {@code prefix.rowOfSlot} and {@code
   * prefix.mask}, which {@link Layout} fills.
   */
  public static PackedSequences inputs(
      LayerContext context, String prefix, int sequences, int length, int rows) {
    Sizes.requirePositive("number of sequences", sequences);
    Sizes.requirePositive("length of sequences", length);
    Sizes.requirePositive("rows of sequences", rows);
    return new PackedSequences(
        context.ids(prefix + PackedInputs.SLOT_OF_ROW, rows),
        context.ids(prefix + PackedInputs.ROW_OF_SLOT, (long) sequences * length),
        context.input(prefix + PackedInputs.MASK, sequences, 1, 1, length),
        sequences,
        length,
        rows);
  }

  /** (n, hiddenSize) to (B L, hiddenSize); slots without a token hold zeros or padding rows. */
  SDVariable pad(SDVariable packed) {
    return graph().unsortedSegmentSum(packed, slotOfRow, sequences * length);
  }

  /**
   * The rows of each sequence, in their order, then zeros or padding rows.
   *
   * @param packed (n, hiddenSize)
   * @return (B, L, hiddenSize)
   */
  public SDVariable block(SDVariable packed, int hiddenSize) {
    return pad(packed)
        .reshape(sequences, length, hiddenSize); // (B L, hiddenSize) -> (B, L, hiddenSize)
  }

  /** 1 for the slots that attention looks at, 0 for the others: (B, L, 1). */
  public SDVariable seen() {
    return mask.div(-HIDDEN).add(1).reshape(sequences, length, 1); // from (B, 1, 1, L)
  }

  /**
   * (B L, hiddenSize) to (n, hiddenSize): what stands in slots without a token falls into an extra
   * row.
   */
  SDVariable pack(SDVariable padded, int hiddenSize) {
    SDVariable withExtra = graph().unsortedSegmentSum(padded, rowOfSlot, rows + 1);
    return graph()
        .slice(
            withExtra,
            new int[] {0, 0},
            rows,
            hiddenSize); // (n + 1, hiddenSize) -> (n, hiddenSize)
  }

  private SameDiff graph() {
    return slotOfRow.getSameDiff();
  }

  /**
   * The values of the three inputs for one batch.
   *
   * @param slotOfRow (n)
   * @param rowOfSlot (B L)
   * @param seen (B L) whether attention looks at a slot
   */
  public record Layout(int[] slotOfRow, int[] rowOfSlot, boolean[] seen) {

    /**
     * Lays rows out in slots.
     *
     * @param sequenceOfRow sequence b of each row, or -1 for padding rows
     * @param visible whether attention looks at a row's token
     * @param sequences B
     * @param length L, with room for one more token in some sequence if there are rows without one
     * @throws IllegalArgumentException if a sequence has more than L tokens
     */
    public static Layout of(int[] sequenceOfRow, boolean[] visible, int sequences, int length) {
      int rows = sequenceOfRow.length;
      int[] slotOfRow = new int[rows];
      int[] rowOfSlot = new int[sequences * length];
      boolean[] seen = new boolean[sequences * length];
      int[] used = new int[sequences];
      Arrays.fill(rowOfSlot, rows);
      for (int row = 0; row < rows; row++) {
        int sequence = sequenceOfRow[row];
        if (sequence >= 0) {
          requireRoom(used[sequence], length);
          int slot = sequence * length + used[sequence]++;
          slotOfRow[row] = slot;
          rowOfSlot[slot] = row;
          seen[slot] = visible[row];
        }
      }
      for (int row = 0; row < rows; row++) {
        if (sequenceOfRow[row] < 0) {
          slotOfRow[row] = freeSlot(used, length);
        }
      }
      return new Layout(slotOfRow, rowOfSlot, seen);
    }

    /** Copies the values to the inputs that {@link #inputs} declared under that prefix. */
    public void fill(CompiledGraph graph, String prefix) {
      float[] scores = new float[seen.length];
      for (int slot = 0; slot < seen.length; slot++) {
        scores[slot] = seen[slot] ? 0 : HIDDEN;
      }
      graph.fill(prefix + PackedInputs.MASK, scores);
      graph.fill(prefix + PackedInputs.SLOT_OF_ROW, slotOfRow);
      graph.fill(prefix + PackedInputs.ROW_OF_SLOT, rowOfSlot);
    }

    private static void requireRoom(int used, int length) {
      if (used == length) {
        throw new IllegalArgumentException(
            "tokens of a sequence: found more than " + length + ", expected at most " + length);
      }
    }

    private static int freeSlot(int[] used, int length) {
      for (int sequence = 0; sequence < used.length; sequence++) {
        if (used[sequence] < length) {
          return sequence * length + used[sequence];
        }
      }
      throw new IllegalArgumentException(
          "length of sequences: found " + length + ", expected a slot for padding rows");
    }
  }
}
