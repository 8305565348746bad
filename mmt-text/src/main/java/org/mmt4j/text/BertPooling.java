package org.mmt4j.text;

/** How the last layer's outputs at a caption's tokens become its vector, h(c). */
public enum BertPooling {
  /** The output at [CLS] (paper, section 3.2): the published configuration. */
  CLS,

  /**
   * The largest value of each column at all positions but the first, up to the largest number of
   * tokens: [SEP] and padding too, as in the authors' code.
   */
  MAX,

  /** The mean of each column at the same positions. */
  MEAN
}
