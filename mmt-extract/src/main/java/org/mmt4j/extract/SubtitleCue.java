package org.mmt4j.extract;

/**
 * Words that are shown or spoken for a while.
 *
 * @param start second from which they are shown, at least 0
 * @param end second until which they are shown, at least {@code start}
 * @param text lines of plain text, without markup
 */
public record SubtitleCue(double start, double end, String text) {

  public SubtitleCue {
    if (!(start >= 0) || !(end >= start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "seconds of a subtitle: found " + start + " to " + end + ", expected 0 <= start <= end");
    }
  }
}
