package org.mmt4j.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The output and the exit code of a program. */
record Printed(int exitCode, String text, String errors) {

  /** Runs an example program. */
  static Printed by(Callable<Integer> program, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringWriter errors = new StringWriter();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      CommandLine line = new CommandLine(program).setErr(new PrintWriter(errors, true));
      int exitCode = CommandRunner.run(line, arguments);
      return new Printed(exitCode, bytes.toString(StandardCharsets.UTF_8), errors.toString());
    } finally {
      System.setOut(before);
    }
  }
}
