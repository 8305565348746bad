package org.mmt4j.extract.subtitles;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mmt4j.extract.SubtitleCue;

/**
 * A cue as words.
 *
 * @param start second at which it starts
 * @param end second at which it ends, at least {@code start}
 */
record ShownCue(double start, double end, ImmutableList<Word> words) {

  /**
   * A word, which ends at the next space.
   *
   * @param line index of its line in the cue
   * @param start second at which the format says that it starts; NaN if it does not say
   */
  record Word(String text, int line, double start) {}

  private static final Pattern WORD_OR_LINE_END = Pattern.compile("[^ \n]+|\n");

  /** A time stamp of WebVTT inside a cue: the words after it start then. */
  private static final Pattern TIME_STAMP =
      Pattern.compile("<((?:\\d{1,9}:)?\\d{1,9}:\\d{1,9}[.]\\d{1,9})>");

  /** Splits the text of a cue, with its markup, into words. */
  static ShownCue of(double start, double end, String text, Markup markup) {
    StringBuilder plain = new StringBuilder();
    NavigableMap<Integer, Double> starts = new TreeMap<>();
    starts.put(0, Double.NaN);
    Matcher stamp = TIME_STAMP.matcher(text);
    int from = 0;
    while (stamp.find()) {
      plain.append(markup.plain(text.substring(from, stamp.start())));
      starts.put(plain.length(), CueTime.second(stamp.group(1)));
      from = stamp.end();
    }
    plain.append(markup.plain(text.substring(from)));
    return new ShownCue(start, end, words(plain.toString(), starts));
  }

  /**
   * @param starts seconds, by the index in the text from which they hold
   */
  private static ImmutableList<Word> words(String text, NavigableMap<Integer, Double> starts) {
    ImmutableList.Builder<Word> words = ImmutableList.builder();
    Matcher found = WORD_OR_LINE_END.matcher(text);
    int line = 0;
    while (found.find()) {
      if (found.group().equals("\n")) {
        line++;
      } else {
        words.add(new Word(found.group(), line, starts.floorEntry(found.start()).getValue()));
      }
    }
    return words.build();
  }

  /** Returns the cue, truncated to a second that is after its start. */
  ShownCue until(double second) {
    return new ShownCue(start, Math.min(end, second), words);
  }

  /** Returns the cue without its first words. */
  ShownCue without(int first) {
    return new ShownCue(start, end, words.subList(first, words.size()));
  }

  /** Returns the text, lines separated by {@code \n}. */
  String text() {
    return text(words);
  }

  private static String text(List<Word> words) {
    return words.stream()
        .collect(
            Collectors.groupingBy(
                Word::line, TreeMap::new, Collectors.mapping(Word::text, Collectors.joining(" "))))
        .values()
        .stream()
        .collect(Collectors.joining("\n"));
  }

  /** Returns the cue, split where its words have times of their own. */
  ImmutableList<SubtitleCue> split() {
    ImmutableList.Builder<SubtitleCue> cues = ImmutableList.builder();
    double from = start;
    List<Word> together = new ArrayList<>();
    for (Word word : words) {
      if (word.start() > from && word.start() < end) {
        if (!together.isEmpty()) {
          cues.add(new SubtitleCue(from, word.start(), text(together)));
        }
        from = word.start();
        together.clear();
      }
      together.add(word);
    }
    if (!together.isEmpty()) {
      cues.add(new SubtitleCue(from, end, text(together)));
    }
    return cues.build();
  }
}
