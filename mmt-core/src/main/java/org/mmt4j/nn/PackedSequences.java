package org.mmt4j.nn;

import java.util.Arrays;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.rewrite.PackedInputs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The layout of B sequences of different length in one matrix of n rows. The tokens are in any
 * order, so row-wise operations do no work for padding; only attention uses a padded block of B
 * times L slots.
 *
 * <p>Padding rows (to round n up) are in a slot that the mask excludes.
 *
 * @param slotOfRow (n) the slot b L + l of each row
 * @param rowOfSlot (B L) the row of each slot, n for an empty slot
 * @param mask (B, 1, 1, L) added to attention scores: 0 for admitted slots, -10000 for all other
 *     slots
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

  /** The score added for a masked slot, as in BERT: exp(-10000) is 0. */
  private static final float MASKED = -10000;

  /**
   * The three inputs of a graph that state a layout. Their names share a prefix, by which the graph
   * compiler recognizes attention over packed sequences.
   *
   * @param prefix prefix of the names
   * @param sequences B
   * @param length L
   * @param rows n
   */
  public record Input(String prefix, int sequences, int length, int rows) {

    /** Checks that all sizes are positive. */
    public Input {
      Sizes.requirePositive("number of sequences", sequences);
      Sizes.requirePositive("length of sequences", length);
      Sizes.requirePositive("rows of sequences", rows);
    }

    private GraphInput slotOfRow() {
      return GraphInput.integers(prefix + PackedInputs.SLOT_OF_ROW, rows);
    }

    private GraphInput rowOfSlot() {
      return GraphInput.integers(prefix + PackedInputs.ROW_OF_SLOT, (long) sequences * length);
    }

    private GraphInput mask() {
      return GraphInput.of(prefix + PackedInputs.MASK, sequences, 1, 1, length);
    }

    /** Returns whether a graph has the inputs. */
    public boolean isDeclared(CompiledGraph graph) {
      return mask().isDeclared(graph);
    }

    /** Declares the inputs. */
    public PackedSequences declare(LayerContext context) {
      return new PackedSequences(
          slotOfRow().declare(context),
          rowOfSlot().declare(context),
          mask().declare(context),
          sequences,
          length,
          rows);
    }

    /**
     * Fills the inputs for a batch.
     *
     * @param sequenceOfRow the sequence b of each row, or -1 for padding rows
     * @param visible whether the mask admits the token of a row
     * @throws IllegalArgumentException as {@link Layout#of}
     */
    public void fill(CompiledGraph graph, int[] sequenceOfRow, boolean[] visible) {
      Layout layout = Layout.of(sequenceOfRow, visible, sequences, length);
      float[] scores = new float[layout.admitted.length];
      for (int slot = 0; slot < scores.length; slot++) {
        scores[slot] = layout.admitted[slot] ? 0 : MASKED;
      }
      mask().fill(graph, scores);
      slotOfRow().fill(graph, layout.slotOfRow);
      rowOfSlot().fill(graph, layout.rowOfSlot);
    }
  }

  /** Converts (n, hiddenSize) to (B L, hiddenSize). Empty slots hold zeros or padding rows. */
  SDVariable pad(SDVariable packed) {
    return graph().unsortedSegmentSum(packed, slotOfRow, sequences * length);
  }

  /**
   * Returns the rows of each sequence in order, then zeros or padding rows.
   *
   * @param packed (n, hiddenSize)
   * @return (B, L, hiddenSize)
   */
  public SDVariable block(SDVariable packed, int hiddenSize) {
    return pad(packed)
        .reshape(sequences, length, hiddenSize); // (B L, hiddenSize) -> (B, L, hiddenSize)
  }

  /** Returns 1 for slots that the mask admits, 0 for all other slots: (B, L, 1). */
  public SDVariable attentionMask() {
    return mask.div(-MASKED).add(1).reshape(sequences, length, 1); // from (B, 1, 1, L)
  }

  /**
   * Converts (B L, hiddenSize) to (n, hiddenSize). The content of empty slots goes to an extra row,
   * which is dropped.
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
   * @param admitted (B L) whether the mask admits a slot
   */
  public record Layout(int[] slotOfRow, int[] rowOfSlot, boolean[] admitted) {

    /**
     * Assigns rows to slots.
     *
     * @param sequenceOfRow the sequence b of each row, or -1 for padding rows
     * @param visible whether the mask admits the token of a row
     * @param sequences B
     * @param length L; if there are padding rows, at least one sequence must have fewer tokens
     * @throws IllegalArgumentException if a sequence has more than L tokens, or no slot is free for
     *     padding rows
     */
    public static Layout of(int[] sequenceOfRow, boolean[] visible, int sequences, int length) {
      int rows = sequenceOfRow.length;
      int[] slotOfRow = new int[rows];
      int[] rowOfSlot = new int[sequences * length];
      boolean[] admitted = new boolean[sequences * length];
      int[] used = new int[sequences];
      Arrays.fill(rowOfSlot, rows);
      for (int row = 0; row < rows; row++) {
        int sequence = sequenceOfRow[row];
        if (sequence >= 0) {
          requireRoom(used[sequence], length);
          int slot = sequence * length + used[sequence]++;
          slotOfRow[row] = slot;
          rowOfSlot[slot] = row;
          admitted[slot] = visible[row];
        }
      }
      for (int row = 0; row < rows; row++) {
        if (sequenceOfRow[row] < 0) {
          slotOfRow[row] = freeSlot(used, length);
        }
      }
      return new Layout(slotOfRow, rowOfSlot, admitted);
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
          "length of sequences: found " + length + ", expected a free slot for padding rows");
    }
  }
}
