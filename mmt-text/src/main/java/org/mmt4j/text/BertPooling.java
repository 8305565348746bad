package org.mmt4j.text;

/** Pools the outputs of the last layer at the tokens of a caption into its vector h(c). */
public enum BertPooling {
  /** Output at [CLS] (paper, section 3.2): the published configuration. */
  CLS,

  /**
   * Maximum of each column over all positions except the first, up to the maximum number of tokens.
   * Includes [SEP] and padding, as in the authors' code.
   */
  MAX,

  /** Mean of each column over the same positions as {@link #MAX}. */
  MEAN,

  /** Maximum of each column over all tokens, without padding, as in sentence-transformers. */
  MAX_TOKENS,

  /** Mean of each column over all tokens, without padding, as in sentence-transformers. */
  MEAN_TOKENS
}
