package org.mmt4j.extract;

import com.google.common.base.Splitter;
import java.util.List;

/**
 * Text that is shown or spoken for a time span.
 *
 * @param start second at which it starts, at least 0
 * @param end second at which it ends, at least {@code start}
 * @param text lines of plain text, without markup
 */
public record SubtitleCue(double start, double end, String text) {

  private static final Splitter WORDS =
      Splitter.onPattern("[^\\p{L}\\p{M}\\p{N}']+").omitEmptyStrings();

  public SubtitleCue {
    if (!(start >= 0) || !(end >= start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "subtitle cue: found " + start + " to " + end + " s, expected 0 <= start <= end");
    }
  }

  /** Returns the words of the text: runs of letters, digits and apostrophes. */
  public List<String> words() {
    return WORDS.splitToList(text);
  }
}
