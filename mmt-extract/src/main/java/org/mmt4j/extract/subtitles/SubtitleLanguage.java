package org.mmt4j.extract.subtitles;

import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The language of subtitles, as file names and tracks state it: {@code en}, {@code eng}, {@code
 * en-US} or {@code English}. Subtitles without a language come first, as they are most likely those
 * of the video, then English, the language of the word vectors.
 */
public final class SubtitleLanguage {

  private static final Pattern CODE = Pattern.compile("[A-Za-z]{2,3}([-_].+)?");
  private static final Pattern ENGLISH = Pattern.compile("en|eng|english|en[-_].*|eng[-_].*");

  /** Names of languages in English, in lower case. */
  private static final ImmutableSet<String> NAMES =
      Stream.of(Locale.getISOLanguages())
          .map(code -> Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH))
          .map(name -> name.toLowerCase(Locale.ROOT))
          .collect(ImmutableSet.toImmutableSet());

  private SubtitleLanguage() {}

  /** Returns whether a part of a file name is a language. */
  static boolean isLanguage(String part) {
    return CODE.matcher(part).matches() || NAMES.contains(part.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the position of a language in the order in which subtitles are tried: 0 for none, 1 for
   * English, 2 for any other.
   *
   * @param language empty or {@code und} for none
   */
  public static int rank(String language) {
    String name = language.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals("und")) {
      return 0;
    }
    return ENGLISH.matcher(name).matches() ? 1 : 2;
  }
}
