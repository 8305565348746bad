package org.mmt4j.examples;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Interrupts a thread when the process is asked to end, such as by Ctrl-C, and lets it print how
 * far it came.
 */
final class StopOnExit implements AutoCloseable {

  /** How long the process waits for the thread. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean exiting;

  private StopOnExit(Thread running) {
    hook = new Thread(() -> stop(running));
  }

  /** Observes the process until it is closed. */
  static StopOnExit of(Thread running) {
    StopOnExit stop = new StopOnExit(running);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  private void stop(Thread running) {
    exiting = true;
    running.interrupt();
    var unused = Uninterruptibles.awaitUninterruptibly(ended, PATIENCE); // or the process ends
  }

  /** If the process is ending, prints a last message and lets it end. Otherwise does nothing. */
  void printIfExiting(PrintWriter err, String message) {
    if (exiting) {
      err.println(message);
      err.flush();
      ended.countDown();
      Uninterruptibles.sleepUninterruptibly(PATIENCE); // the process ends meanwhile
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      exiting = true; // the process is ending
    }
  }
}
