package org.mmt4j.extract.subtitles;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Removes the words that a cue repeats from the cue before, because captions roll up, grow or are
 * stored twice. A cue repeats the trailing lines of a cue that is still shown, or has just ended,
 * if it begins with them. The same words after a pause are said again, and stay.
 */
final class RollingCaptions {

  /** Maximum pause between cues that adjoin, in seconds: the duration of a frame. */
  private static final double FRAME = 0.05;

  /** Number of cues that are compared with, and of their lines: no more are shown together. */
  private static final int SHOWN = 8;

  /** Minimum number of words that a line repeats if it goes on after them. */
  private static final int WORDS_OF_GROWING_LINE = 2;

  private final Deque<ShownCue> shown = new ArrayDeque<>();

  private RollingCaptions() {}

  /**
   * Returns the cues that have new words, with only these.
   *
   * @param cues in order of their start
   */
  static ImmutableList<ShownCue> unroll(List<ShownCue> cues) {
    RollingCaptions captions = new RollingCaptions();
    return cues.stream()
        .map(captions::next)
        .filter(cue -> !cue.words().isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  private ShownCue next(ShownCue cue) {
    int repeated = shown.stream().mapToInt(before -> repeated(before, cue)).max().orElse(0);
    if (shown.size() == SHOWN) {
      shown.removeFirst();
    }
    shown.addLast(cue);
    return cue.without(repeated);
  }

  /** Returns the number of words at the start of a cue that repeat a cue before it. */
  private static int repeated(ShownCue before, ShownCue cue) {
    List<ShownCue.Word> words = before.words();
    if (cue.start() > before.end() + FRAME || words.isEmpty()) {
      return 0;
    }
    int lastLine = words.get(words.size() - 1).line();
    for (int i = 0; i < words.size(); i++) {
      int line = words.get(i).line();
      boolean startsLine = i == 0 || words.get(i - 1).line() < line;
      if (startsLine && line > lastLine - SHOWN && repeats(before, i, cue)) {
        return words.size() - i;
      }
    }
    return 0;
  }

  /** Returns whether a cue begins with the words of another from an index to the end. */
  private static boolean repeats(ShownCue before, int from, ShownCue cue) {
    int count = before.words().size() - from;
    if (count > cue.words().size()) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (!before.words().get(from + i).text().equals(cue.words().get(i).text())) {
        return false;
      }
    }
    if (count == cue.words().size()) {
      return count > 1 || isShownAgain(before, cue);
    }
    boolean wholeLines = cue.words().get(count - 1).line() < cue.words().get(count).line();
    return wholeLines || count >= WORDS_OF_GROWING_LINE;
  }

  /**
   * Returns whether one word is shown again, not said again: captions of one word a cue repeat
   * words that are said twice, one after the other, each for longer than a frame.
   */
  private static boolean isShownAgain(ShownCue before, ShownCue cue) {
    return cue.start() < before.end() - FRAME
        || Math.min(before.end() - before.start(), cue.end() - cue.start()) <= FRAME;
  }
}
