package org.mmt4j.graph.rewrite;

/**
 * Name suffixes of the three inputs of a graph that describe how rows of a matrix form padded
 * sequences. The three inputs have a common prefix. Code that declares such inputs guarantees their
 * content: each row has one slot; a slot holds one of its rows or is empty; every slot that the
 * mask admits holds a row.
 */
public final class PackedInputs {

  /** The slot of each row. */
  public static final String SLOT_OF_ROW = ".slotOfRow";

  /** The row of each slot; the number of rows for an empty slot. */
  public static final String ROW_OF_SLOT = ".rowOfSlot";

  /** The value that is added to the scores of each slot. */
  public static final String MASK = ".mask";

  private PackedInputs() {}

  /** Returns whether these are the three inputs of one prefix. */
  static boolean areTogether(String slotOfRow, String rowOfSlot, String mask) {
    if (!mask.endsWith(MASK)) {
      return false;
    }
    String prefix = mask.substring(0, mask.length() - MASK.length());
    return slotOfRow.equals(prefix + SLOT_OF_ROW) && rowOfSlot.equals(prefix + ROW_OF_SLOT);
  }
}
