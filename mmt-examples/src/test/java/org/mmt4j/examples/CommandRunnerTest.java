package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandRunnerTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "count", description = "Counts videos.")
  private static final class Count implements Callable<Integer> {

    private final Callable<Integer> work;

    @Option(names = "--steps", description = "Steps to take.")
    private int steps;

    Count(Callable<Integer> work) {
      this.work = work;
    }

    @Override
    public Integer call() throws Exception {
      return steps + work.call();
    }
  }

  @Test
  void successPrintsNothing() {
    assertEquals(0, run(() -> -3, "--steps", "3"));
    assertEquals("", out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void helpListsTheOptions() {
    assertEquals(0, run(() -> 0, "--help"));
    assertTrue(out.toString().startsWith("Usage: count [-h] [--debug]"), out.toString());
    assertTrue(out.toString().contains("Steps to take."), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void errorIsPrintedAsOneLine() {
    assertFails(
        "count: heads: found 5, expected a divisor of 512",
        new IllegalArgumentException("heads: found 5,\n    expected a divisor of 512\n"));
  }

  @Test
  void missingFileIsPrintedWithTheErrorType() {
    assertFails("count: NoSuchFileException: videos.h5", new NoSuchFileException("videos.h5"));
  }

  @Test
  void errorWithoutMessageIsPrintedAsItsType() {
    assertFails("count: UnsupportedOperationException", new UnsupportedOperationException());
  }

  private void assertFails(String line, Exception error) {
    assertEquals(
        1,
        run(
            () -> {
              throw error;
            }));
    assertEquals(line + System.lineSeparator(), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void linkageErrorIsPrintedAsOneLine() {
    int exitCode =
        run(
            () -> {
              throw new UnsatisfiedLinkError("no jnind4jcpu in java.library.path");
            });

    assertEquals(1, exitCode);
    assertEquals(
        "count: UnsatisfiedLinkError: no jnind4jcpu in java.library.path" + System.lineSeparator(),
        err.toString());
  }

  @Test
  void debugPrintsTheStackTrace() {
    int exitCode =
        run(
            () -> {
              throw new IllegalStateException("closed");
            },
            "--debug");

    assertEquals(1, exitCode);
    assertTrue(err.toString().startsWith("count: closed" + System.lineSeparator()), err.toString());
    assertTrue(err.toString().contains("at org.mmt4j.examples.CommandRunnerTest"), err.toString());
  }

  @Test
  void unknownOptionPointsToHelp() {
    assertEquals(1, run(() -> 0, "--stops", "3"));
    assertEquals(
        "count: Unknown options: '--stops', '3' (--help shows the options)"
            + System.lineSeparator(),
        err.toString());
  }

  @Test
  void optionValueOfWrongTypePointsToHelp() {
    assertEquals(1, run(() -> 0, "--steps", "many"));
    assertEquals(
        "count: Invalid value for option '--steps': 'many' is not an int"
            + " (--help shows the options)"
            + System.lineSeparator(),
        err.toString());
  }

  private int run(Callable<Integer> work, String... arguments) {
    CommandLine line =
        new CommandLine(new Count(work))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return CommandRunner.run(line, arguments);
  }
}
