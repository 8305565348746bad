package org.mmt4j.extract.subtitles;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Style codes of ASS, which stand in braces: <code>{\i1}</code>, <code>{\k20}</code>. The text
 * between <code>{\p1}</code> and <code>{\p0}</code> is a drawing.
 */
final class StyleCodes {

  private static final Pattern DRAWING = Pattern.compile("\\\\p(\\d{1,4})");

  /** Codes of MicroDVD, which players know in SubRip, too: {@code {y:i}}. */
  private static final String MICRO_DVD = "yYfFcCsSpP";

  /** Decides whether the brace at an index starts a code. */
  @FunctionalInterface
  interface Start {
    boolean at(String text, int brace);
  }

  private StyleCodes() {}

  /** Every brace starts a code or a comment, except after a backslash. */
  static boolean isBlock(String text, int brace) {
    return brace == 0 || text.charAt(brace - 1) != '\\';
  }

  /** A brace starts a code if players take it for one in SubRip. */
  static boolean isPlayerCode(String text, int brace) {
    return text.startsWith("{\\", brace)
        || (text.startsWith(":", brace + 2) && MICRO_DVD.indexOf(text.charAt(brace + 1)) >= 0);
  }

  /** Removes codes and drawings. A brace that is not closed is text. */
  static String strip(String text, Start start) {
    int lastClosing = text.lastIndexOf('}');
    StringBuilder plain = new StringBuilder();
    boolean drawing = false;
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) == '{' && i < lastClosing && start.at(text, i)) {
        int end = text.indexOf('}', i);
        boolean drawingBefore = drawing;
        drawing = isDrawing(text.substring(i, end), drawing);
        if (drawing != drawingBefore) {
          plain.append(' ');
        }
        i = end + 1;
      } else {
        if (!drawing) {
          plain.append(text.charAt(i));
        }
        i++;
      }
    }
    return plain.toString();
  }

  private static boolean isDrawing(String codes, boolean before) {
    boolean drawing = before;
    Matcher found = DRAWING.matcher(codes);
    while (found.find()) {
      drawing = Integer.parseInt(found.group(1)) > 0;
    }
    return drawing;
  }
}
