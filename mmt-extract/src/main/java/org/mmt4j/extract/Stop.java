package org.mmt4j.extract;

import java.util.concurrent.CancellationException;

/** Interrupts of threads, by which an extraction is stopped. */
final class Stop {

  private Stop() {}

  /**
   * @throws CancellationException if the thread is interrupted
   */
  static void requireRunning() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("extraction stopped");
    }
  }
}
