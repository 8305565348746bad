package org.mmt4j.features;

import java.util.random.RandomGenerator;

/**
 * A part of a long video: consecutive words of its narration and the seconds of video nearest to
 * them, as the authors train on HowTo100M ({@code caption_length}, {@code clip_duration}).
 *
 * <p>The number of words n is drawn from minWords..maxWords, then the length of the clip from
 * minSeconds..maxSeconds, then the first word. In evaluation all three come from {@code
 * numpy.random.RandomState(position of the video in its list)}, anew for each caption.
 *
 * @param minWords at least 1
 * @param maxWords at least {@code minWords}; {@link #ALL_WORDS} for both keeps all
 * @param minSeconds more than 0
 * @param maxSeconds at least {@code minSeconds}; positive infinity for both keeps all
 */
public record ClipWindow(int minWords, int maxWords, double minSeconds, double maxSeconds) {

  /** More words than any caption has. */
  public static final int ALL_WORDS = Integer.MAX_VALUE;

  /** The whole video and the whole caption: nothing is drawn. */
  public static final ClipWindow WHOLE = of(ALL_WORDS, Double.POSITIVE_INFINITY);

  public ClipWindow {
    if (minWords < 1 || maxWords < minWords || (maxWords == ALL_WORDS && minWords != ALL_WORDS)) {
      throw new IllegalArgumentException(
          "words of a clip: found " + minWords + " to " + maxWords + ", expected a range from 1");
    }
    if (!(minSeconds > 0)
        || !(maxSeconds >= minSeconds)
        || (Double.isInfinite(maxSeconds) && !Double.isInfinite(minSeconds))) {
      throw new IllegalArgumentException(
          "seconds of a clip: found "
              + minSeconds
              + " to "
              + maxSeconds
              + ", expected a range above 0");
    }
  }

  /** As many words and seconds in every clip. */
  public static ClipWindow of(int words, double seconds) {
    return new ClipWindow(words, words, seconds, seconds);
  }

  /** Whether all features are kept, wherever the words are. */
  boolean keepsAllSeconds() {
    return Double.isInfinite(maxSeconds);
  }

  /** Words of a caption that is not empty, and the length of their clip. */
  Drawn draw(Caption caption, RandomGenerator random) {
    int words = caption.words().size();
    int wanted = maxWords == ALL_WORDS ? words : minWords + random.nextInt(maxWords - minWords + 1);
    double seconds =
        keepsAllSeconds()
            ? maxSeconds
            : minSeconds + (maxSeconds - minSeconds) * random.nextDouble();
    int count = Math.min(wanted, words);
    int first = random.nextInt(words + 1 - count);
    return new Drawn(caption.part(first, first + count), seconds);
  }

  /** What was drawn. */
  record Drawn(Caption words, double seconds) {}
}
