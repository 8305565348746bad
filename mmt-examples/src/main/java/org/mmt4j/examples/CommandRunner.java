package org.mmt4j.examples;

import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Runs a picocli command: {@code --help} prints its options; an error prints one line to the error
 * stream and sets exit code 1; {@code --debug} adds the stack trace.
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *   CommandRunner.main(new Quickstart(), arguments);
 * }
 * }</pre>
 */
public final class CommandRunner {

  private static final String DEBUG = "--debug";
  private static final int FAILED = 1;

  private CommandRunner() {}

  /**
   * Runs a command. If it fails, exits the process with exit code 1.
   *
   * @param command a {@code Runnable} or {@code Callable} annotated with {@code @Command}
   */
  public static void main(Object command, String... arguments) {
    int exitCode = run(new CommandLine(command), arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs a command line and returns its exit code. */
  static int run(CommandLine line, String... arguments) {
    addOptions(line.getCommandSpec());
    line.registerConverter(Path.class, CommandRunner::path)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((error, given) -> usageError(error))
        .setExecutionExceptionHandler((error, used, parsed) -> failed(used, error));
    try {
      return line.execute(arguments);
    } catch (Error error) {
      // picocli does not catch errors, such as a native library that does not load
      return failed(line, error);
    }
  }

  private static void addOptions(CommandSpec spec) {
    spec.addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build())
        .addOption(
            OptionSpec.builder(DEBUG)
                .type(boolean.class)
                .description("Show the stack trace of an error.")
                .build());
  }

  /** Under the locale C, Java takes only file names in ASCII. */
  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new CommandLine.TypeConversionException(
          "found \""
              + name
              + "\", expected a file name in the locale of this process ("
              + e.getReason()
              + "); set LC_ALL=C.UTF-8");
    }
  }

  private static int usageError(CommandLine.ParameterException error) {
    CommandLine line = error.getCommandLine();
    print(line, describe(error) + " (--help shows the options)");
    return FAILED;
  }

  private static int failed(CommandLine line, Throwable error) {
    print(line, describe(error));
    if (line.getParseResult().hasMatchedOption(DEBUG)) {
      error.printStackTrace(line.getErr());
    }
    return FAILED;
  }

  private static void print(CommandLine line, String message) {
    line.getErr().println(line.getCommandName() + ": " + message);
  }

  /**
   * Returns the message, with the class of the error where the message alone is not enough, such as
   * a bare file name.
   */
  private static String describe(Throwable error) {
    String type = error.getClass().getSimpleName();
    Optional<String> message =
        Optional.ofNullable(error.getMessage())
            .map(CommandRunner::oneLine)
            .filter(m -> !m.isEmpty());
    boolean isSelfContained = !(error instanceof FileSystemException || error instanceof Error);
    return message.map(m -> isSelfContained ? m : type + ": " + m).orElse(type);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
