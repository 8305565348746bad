package org.mmt4j.examples;

import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Runs a picocli command as these programs do: {@code --help} explains it; any error is one line on
 * the error stream and exit code 1; {@code --debug} adds the stack trace.
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *   CommandRunner.main(new Quickstart(), arguments);
 * }
 * }</pre>
 */
public final class CommandRunner {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
  private static final String DEBUG = "--debug";
  private static final int FAILED = 1;

  private CommandRunner() {}

  /** Runs a command and ends the process if it fails, with exit code 1. */
  public static void main(Object command, String... arguments) {
    int exitCode = run(command, arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /**
   * Runs a command and returns its exit code.
   *
   * @param command a {@code Runnable} or {@code Callable} annotated with {@code @Command}
   */
  static int run(Object command, String... arguments) {
    return run(
        command, new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments);
  }

  /** As {@link #run(Object, String...)}, writing to other streams. */
  static int run(Object command, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(command);
    addOptions(line.getCommandSpec());
    line.setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((error, given) -> usageError(error))
        .setExecutionExceptionHandler((error, used, parsed) -> failed(used, error));
    try {
      return line.execute(arguments);
    } catch (Error error) { // such as a native library that does not load; picocli lets it pass
      return failed(line, error);
    }
  }

  private static void addOptions(CommandSpec spec) {
    spec.mixinStandardHelpOptions(true)
        .addOption(
            OptionSpec.builder(DEBUG)
                .type(boolean.class)
                .description("Show the stack trace of an error.")
                .build());
  }

  private static int usageError(CommandLine.ParameterException error) {
    CommandLine line = error.getCommandLine();
    print(line, oneLine(error.getMessage()) + " (--help shows the options)");
    return FAILED;
  }

  private static int failed(CommandLine line, Throwable error) {
    print(line, describe(error));
    LOG.debug("the command failed", error);
    if (line.getParseResult().hasMatchedOption(DEBUG)) {
      error.printStackTrace(line.getErr());
    }
    return FAILED;
  }

  private static void print(CommandLine line, String message) {
    line.getErr().println(line.getCommandName() + ": " + message);
  }

  /** The message; the kind of error where the message alone (a bare file name) tells too little. */
  private static String describe(Throwable error) {
    String kind = error.getClass().getSimpleName();
    Optional<String> message =
        Optional.ofNullable(error.getMessage())
            .map(CommandRunner::oneLine)
            .filter(m -> !m.isEmpty());
    boolean tellsItself = !(error instanceof FileSystemException || error instanceof Error);
    return message.map(m -> tellsItself ? m : kind + ": " + m).orElse(kind);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
