package org.mmt4j;

import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.graph.ClosedException;

/**
 * Counts the models that share ownership of a caption encoder: a model and the models trained from
 * it. The last one closes it. Thread-safe.
 */
final class EncoderOwners {

  private final CaptionEncoder encoder;
  private int models = 1;

  /** Creates the count for an encoder with one model. */
  EncoderOwners(CaptionEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Adds a model.
   *
   * @throws ClosedException if the last model is closed
   */
  synchronized EncoderOwners join() {
    if (models == 0) {
      throw new ClosedException("model");
    }
    models++;
    return this;
  }

  /** Removes a model; closes the encoder if it was the last model. */
  synchronized void leave() {
    models--;
    if (models == 0) {
      encoder.close();
    }
  }
}
