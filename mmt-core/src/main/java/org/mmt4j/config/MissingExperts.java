package org.mmt4j.config;

/** What becomes of an expert that a video lacks. */
public enum MissingExperts implements Architecture.Choice {
  /**
   * It takes part in the similarity, with what its aggregate becomes: the published configuration.
   */
  KEPT,

  /** Its weight is 0; the weights of the others make up for it. */
  SKIPPED
}
