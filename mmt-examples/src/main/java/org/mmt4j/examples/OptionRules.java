package org.mmt4j.examples;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Checks which options of a command line can be combined. Error messages are one line and name the
 * options.
 */
final class OptionRules {

  private final CommandLine line;

  /** Creates rules for a command whose arguments are parsed. */
  OptionRules(CommandSpec command) {
    this.line = command.commandLine();
  }

  /**
   * Rejects options that cannot be combined with an option.
   *
   * @param reason why they cannot be combined
   */
  void excludes(String option, String reason, String... others) {
    for (String other : others) {
      if (isGiven(option) && isGiven(other)) {
        throw error("%s: cannot be combined with %s: %s".formatted(option, other, reason));
      }
    }
  }

  /** Rejects an option without a second, required option. */
  void requires(String option, String other) {
    if (isGiven(option) && !isGiven(other)) {
      throw error("%s: requires %s".formatted(option, other));
    }
  }

  /** Returns the exception for a rejected command line. */
  ParameterException error(String message) {
    return new ParameterException(line, message);
  }

  private boolean isGiven(String option) {
    return line.getParseResult().hasMatchedOption(option);
  }
}
