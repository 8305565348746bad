package org.mmt4j.graph.rewrite;

/**
 * Names of the three inputs of a graph that say how rows of a matrix form padded sequences, each
 * behind a prefix. Who declares inputs of these names says what is in them: a row is in one slot, a
 * slot holds that row or none, and what attention looks at holds one.
 */
public final class PackedInputs {

  /** Slot of each row. */
  public static final String SLOT_OF_ROW = ".slotOfRow";

  /** Row of each slot; the number of rows where there is none. */
  public static final String ROW_OF_SLOT = ".rowOfSlot";

  /** What is added to the scores of each slot. */
  public static final String MASK = ".mask";

  private PackedInputs() {}

  /** Whether these are the three of one prefix. */
  static boolean areTogether(String slotOfRow, String rowOfSlot, String mask) {
    if (!mask.endsWith(MASK)) {
      return false;
    }
    String prefix = mask.substring(0, mask.length() - MASK.length());
    return slotOfRow.equals(prefix + SLOT_OF_ROW) && rowOfSlot.equals(prefix + ROW_OF_SLOT);
  }
}
