package org.mmt4j.examples;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Which options of a command line go together; errors are one line that names them. */
final class OptionRules {

  private final CommandLine line;

  /** Rules for a command whose line has been read. */
  OptionRules(CommandSpec command) {
    this.line = command.commandLine();
  }

  /**
   * Refuses others beside an option.
   *
   * @param reason why they do not go together
   */
  void alone(String option, String reason, String... others) {
    for (String other : others) {
      if (isGiven(option) && isGiven(other)) {
        throw error("%s: found %s too, expected one of them: %s".formatted(option, other, reason));
      }
    }
  }

  /** Refuses an option without another one. */
  void needs(String option, String other) {
    if (isGiven(option) && !isGiven(other)) {
      throw error("%s: found no %s, expected both".formatted(option, other));
    }
  }

  /** What to throw if a line is refused. */
  ParameterException error(String message) {
    return new ParameterException(line, message);
  }

  private boolean isGiven(String option) {
    return line.getParseResult().hasMatchedOption(option);
  }
}
