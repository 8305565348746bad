package org.mmt4j.features;

import java.util.random.RandomGenerator;

/**
 * A random part of a long video: consecutive words of its narration and the seconds of video around
 * them, as the reference trains on HowTo100M ({@code caption_length}, {@code clip_duration}).
 *
 * <p>The number of words n is drawn from minWords..maxWords, then the length of the clip from
 * minSeconds..maxSeconds, then the first word. In evaluation all three come from {@code
 * numpy.random.RandomState(position of the video in its list)}, which is created anew for each
 * caption.
 *
 * @param minWords minimum number of words, at least 1
 * @param maxWords maximum number of words, at least {@code minWords}; {@link #ALL_WORDS} for both
 *     keeps all words
 * @param minSeconds minimum length in seconds, more than 0
 * @param maxSeconds maximum length in seconds, at least {@code minSeconds}; positive infinity for
 *     both keeps all seconds
 */
public record ClipWindow(int minWords, int maxWords, double minSeconds, double maxSeconds) {

  /** A number of words that no caption reaches. */
  public static final int ALL_WORDS = Integer.MAX_VALUE;

  /** The whole video and the whole caption; nothing is random. */
  public static final ClipWindow WHOLE = of(ALL_WORDS, Double.POSITIVE_INFINITY);

  public ClipWindow {
    if (minWords < 1 || maxWords < minWords || (maxWords == ALL_WORDS && minWords != ALL_WORDS)) {
      throw new IllegalArgumentException(
          "words of a clip: found "
              + minWords
              + " to "
              + maxWords
              + ", expected 1 <= minWords <= maxWords, or ALL_WORDS for both");
    }
    if (!(minSeconds > 0)
        || !(maxSeconds >= minSeconds)
        || (Double.isInfinite(maxSeconds) && !Double.isInfinite(minSeconds))) {
      throw new IllegalArgumentException(
          "seconds of a clip: found "
              + minSeconds
              + " to "
              + maxSeconds
              + ", expected 0 < minSeconds <= maxSeconds, or infinity for both");
    }
  }

  /** Returns a window with a fixed number of words and seconds. */
  public static ClipWindow of(int words, double seconds) {
    return new ClipWindow(words, words, seconds, seconds);
  }

  /** Returns whether all features are kept, independent of the words. */
  boolean keepsAllSeconds() {
    return Double.isInfinite(maxSeconds);
  }

  /** Draws words of a caption, which is not empty, and the length of their clip. */
  DrawnClip draw(Caption caption, RandomGenerator random) {
    int words = caption.words().size();
    int wanted = maxWords == ALL_WORDS ? words : minWords + random.nextInt(maxWords - minWords + 1);
    double seconds =
        keepsAllSeconds()
            ? maxSeconds
            : minSeconds + (maxSeconds - minSeconds) * random.nextDouble();
    int count = Math.min(wanted, words);
    int first = random.nextInt(words + 1 - count);
    return new DrawnClip(caption.part(first, first + count), seconds);
  }

  /** The words of a clip and its length in seconds. */
  record DrawnClip(Caption words, double seconds) {}
}
