package org.mmt4j.extract.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.words.TextReader.TimedText;

/**
 * The words of the subtitles of a video. The words of a cue are spread over its time, in proportion
 * to their lengths, with at most half a second for a character. Text in square brackets, and lines
 * in parentheses, are sounds, not speech: they are skipped.
 */
final class SubtitleWords {

  /** Slowest speech: some cues stay long after they are spoken. */
  private static final double MAX_SECONDS_PER_CHARACTER = 0.5;

  private static final Pattern SOUND =
      Pattern.compile("\\[[^\\[\\]]*]|^\\s*\\([^()]*\\)\\s*$", Pattern.MULTILINE);

  private SubtitleWords() {}

  /** Returns the words in order of time; empty if there are no subtitles. */
  static List<TimedText> of(Video video) throws VideoFileException {
    return video.subtitles().stream()
        .flatMap(cue -> words(cue).stream())
        .sorted(Comparator.comparingDouble(TimedText::time))
        .toList();
  }

  private static List<TimedText> words(SubtitleCue cue) {
    String speech = SOUND.matcher(cue.text()).replaceAll(" ");
    List<String> words = new SubtitleCue(cue.start(), cue.end(), speech).words();
    int characters = words.stream().mapToInt(String::length).sum();
    double seconds = Math.min(cue.end() - cue.start(), MAX_SECONDS_PER_CHARACTER * characters);
    List<TimedText> timed = new ArrayList<>();
    double before = 0;
    for (String word : words) {
      double middle = (before + word.length() / 2.0) / characters;
      timed.add(new TimedText(cue.start() + seconds * middle, word));
      before += word.length();
    }
    return timed;
  }
}
