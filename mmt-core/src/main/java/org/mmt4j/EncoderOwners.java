package org.mmt4j;

import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.graph.ClosedException;

/**
 * Counts the models that own a caption encoder together: a model and those that were trained from
 * it. The last one closes it. Thread-safe.
 */
final class EncoderOwners {

  private final CaptionEncoder encoder;
  private int models = 1;

  /** One model owns the encoder. */
  EncoderOwners(CaptionEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Adds a model.
   *
   * @throws ClosedException if the last one was closed
   */
  synchronized EncoderOwners join() {
    if (models == 0) {
      throw new ClosedException("model");
    }
    models++;
    return this;
  }

  /** Removes a model, and closes the encoder if it was the last one. */
  synchronized void leave() {
    models--;
    if (models == 0) {
      encoder.close();
    }
  }
}
