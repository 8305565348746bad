package org.mmt4j.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/**
 * The contender's side of a comparison. The contender runs its work a few times to warm up, then
 * once per request, and waits between requests. Requests and times are exchanged over standard
 * input and output.
 */
public final class Turns {

  /** Prefix of lines to the comparing process. */
  static final String MARK = "@ ";

  static final String GO = "go";

  private final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
  private final PrintStream output = System.out;
  private int warmUps;

  Turns(int warmUps) {
    this.warmUps = warmUps;
  }

  /** Runs the work repeatedly until the process ends. */
  public void repeat(Runnable work) {
    while (true) {
      long start = System.nanoTime();
      work.run();
      took((System.nanoTime() - start) * 1e-9);
    }
  }

  /**
   * Reports the time of one run and waits for the next request. During warm-up, returns
   * immediately. The caller ignores the first report, of the last warm-up run.
   */
  public void took(double seconds) {
    if (--warmUps > 0) {
      return;
    }
    send(Double.toString(seconds));
    try {
      if (!GO.equals(input.readLine())) {
        System.exit(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a message to the comparing process. */
  void send(String message) {
    output.println(MARK + message);
  }
}
