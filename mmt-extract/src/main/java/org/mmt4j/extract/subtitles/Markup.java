package org.mmt4j.extract.subtitles;

import com.google.common.collect.ImmutableMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The markup of a subtitle format, and its removal. Text without markup stays as it is. */
public enum Markup {

  /**
   * SubRip, WebVTT and timed text: tags such as {@code <i>}, {@code <v Anna>} and {@code
   * <00:00:01.500>}, entities of HTML, and style codes of ASS, which players know there, too. The
   * reading aids of {@code <rt>} are removed with their text.
   */
  TAGS {
    @Override
    String strip(String text) {
      String plain = StyleCodes.strip(text, StyleCodes::isPlayerCode);
      plain = READING_AID.matcher(plain).replaceAll("");
      plain = LINE_BREAK.matcher(plain).replaceAll("\n");
      plain = TAG.matcher(plain).replaceAll("");
      return ENTITY.matcher(plain).replaceAll(Markup::character);
    }
  },

  /**
   * Advanced SubStation Alpha: everything in braces and drawings are removed; {@code \N} is a line
   * break, {@code \n} and {@code \h} are spaces.
   */
  ASS {
    @Override
    String strip(String text) {
      return StyleCodes.strip(text, StyleCodes::isBlock)
          .replace("\\N", "\n")
          .replace("\\n", " ")
          .replace("\\h", " ")
          .replace("\\{", "{")
          .replace("\\}", "}");
    }
  };

  private static final Pattern READING_AID = Pattern.compile("<rt>[^<]*(</rt>)?");
  private static final Pattern LINE_BREAK = Pattern.compile("<[bB][rR] ?/?>");
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]*>|<\\d[\\d:.,]*>");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,6}));");

  /** The named characters of WebVTT, and the quotation marks of XML. */
  private static final ImmutableMap<String, String> NAMED =
      ImmutableMap.<String, String>builder()
          .put("amp", "&")
          .put("lt", "<")
          .put("gt", ">")
          .put("nbsp", " ")
          .put("lrm", "")
          .put("rlm", "")
          .put("quot", "\"")
          .put("apos", "'")
          .buildOrThrow();

  /** Soft hyphens, byte-order marks and marks of the writing direction: inside words, unseen. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\u00ad\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]");

  private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\u0080-\\u00a0 &&[^\n]]+");
  private static final Pattern NEW_LINE = Pattern.compile("\r\n|\r");

  /** Returns the text without markup; lines end with {@code \n}, and a run of spaces is one. */
  public String plain(String text) {
    String plain = strip(NEW_LINE.matcher(text).replaceAll("\n"));
    return SPACE.matcher(UNSEEN.matcher(plain).replaceAll("")).replaceAll(" ");
  }

  /** Removes the markup; lines end with {@code \n}. */
  abstract String strip(String text);

  private static String character(MatchResult entity) {
    String found;
    if (entity.group(1) != null) {
      found = character(entity.group(), Integer.parseInt(entity.group(1)));
    } else if (entity.group(2) != null) {
      found = character(entity.group(), Integer.parseInt(entity.group(2), 16));
    } else {
      found = NAMED.getOrDefault(entity.group(3), entity.group());
    }
    return Matcher.quoteReplacement(found);
  }

  private static String character(String entity, int codePoint) {
    return Character.isValidCodePoint(codePoint) && !isSurrogate(codePoint)
        ? Character.toString(codePoint)
        : entity;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
