package org.mmt4j.extract;

/**
 * Text that is shown or spoken for a time span.
 *
 * @param start second at which it starts, at least 0
 * @param end second at which it ends, at least {@code start}
 * @param text lines of plain text, without markup
 */
public record SubtitleCue(double start, double end, String text) {

  public SubtitleCue {
    if (!(start >= 0) || !(end >= start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "subtitle cue: found " + start + " to " + end + " s, expected 0 <= start <= end");
    }
  }
}
