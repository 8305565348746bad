package org.mmt4j.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/**
 * A contender's end of a comparison: it does its work a few times to warm up, then once whenever it
 * is told to, and waits meanwhile. Speaks over standard input and output.
 */
public final class Turns {

  /** Begins the lines that are meant for the other end. */
  static final String MARK = "@ ";

  static final String GO = "go";

  private final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
  private final PrintStream output = System.out;
  private int warmUps;

  Turns(int warmUps) {
    this.warmUps = warmUps;
  }

  /** Does work until the process ends. */
  public void repeat(Runnable work) {
    while (true) {
      long start = System.nanoTime();
      work.run();
      took((System.nanoTime() - start) * 1e-9);
    }
  }

  /**
   * The work was done once and took so long; returns when it is this contender's turn again. What
   * it says first, after the last round that warms up, nobody counts.
   */
  public void took(double seconds) {
    if (--warmUps > 0) {
      return;
    }
    say(Double.toString(seconds));
    try {
      if (!GO.equals(input.readLine())) {
        System.exit(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells the other end something. */
  void say(String what) {
    output.println(MARK + what);
  }
}
