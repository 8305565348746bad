package org.mmt4j.nn;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parameters of a model, selected by their names (those of the reference's state dict), such as the
 * ones that a training freezes. A value: equal if the patterns are.
 *
 * @param pattern regular expression that a whole name must match
 */
public record ParameterNames(String pattern) implements Predicate<String> {

  /**
   * Checks the pattern.
   *
   * @throws java.util.regex.PatternSyntaxException if it is not a regular expression
   */
  public ParameterNames {
    Pattern.compile(pattern);
  }

  /** Selects the names that a whole regular expression matches. */
  public static ParameterNames matching(String pattern) {
    return new ParameterNames(pattern);
  }

  /** Selects the names that start with one of these prefixes. */
  public static ParameterNames startingWith(String... prefixes) {
    return new ParameterNames("(" + quoted(prefixes) + ").*");
  }

  /** Selects these names. */
  public static ParameterNames exactly(String... names) {
    return new ParameterNames(quoted(names));
  }

  private static String quoted(String... names) {
    return Arrays.stream(names).map(Pattern::quote).collect(Collectors.joining("|"));
  }

  @Override
  public boolean test(String name) {
    return Pattern.matches(pattern, name);
  }
}
