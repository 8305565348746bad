package org.mmt4j.extract.subtitles;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.VideoFileException;

/**
 * Collects the cues of one source of subtitles, as its format has them, and makes plain cues of
 * them: without markup, within the video, in order of their start, each word once. The memory is
 * bounded.
 */
public final class CueCollector {

  /** Words of nine hours of speech. */
  private static final int MAX_WORDS = 100_000;

  /** Captions that roll up have each word up to four times. */
  private static final int MAX_STORED_WORDS = 4 * MAX_WORDS;

  /** Longer words count as several, and a cue without words as one. */
  private static final int MAX_WORD_CHARACTERS = 50;

  private static final int MAX_CUE_CHARACTERS = 1 << 20;

  /** Duration of the longest video, one day. */
  private static final double MAX_SECONDS = 86400;

  private static final int EXAMPLE_CHARACTERS = 40;

  private final Path video;
  private final String source;
  private final List<ShownCue> cues = new ArrayList<>();
  private final Telemetry telemetry = new Telemetry();
  private final UnknownEncoding encoding = new UnknownEncoding();
  private int words;

  /**
   * Creates an empty collector.
   *
   * @param source the track or file that is read, for messages
   */
  public CueCollector(Path video, String source) {
    this.video = video;
    this.source = source;
  }

  /**
   * Adds a cue. A cue before the video or without text has no effect.
   *
   * @param from second at which it starts; may be before the start of the video
   * @param until second at which it ends; the cue has no duration if it is earlier than the start
   * @param text with markup
   * @throws VideoFileException if the source has more words than subtitles have
   */
  public void add(double from, double until, String text, Markup markup) throws VideoFileException {
    boolean isInDay = from < MAX_SECONDS && (from >= 0 || until > 0);
    if (isInDay && text.length() <= MAX_CUE_CHARACTERS) {
      double start = Math.max(0, from);
      double end = until > start ? Math.min(until, MAX_SECONDS) : start;
      add(ShownCue.of(start, end, text, markup));
    }
  }

  private void add(ShownCue cue) throws VideoFileException {
    if (cue.words().isEmpty()) {
      return;
    }
    SubtitleCue plain = new SubtitleCue(cue.start(), cue.end(), cue.text());
    telemetry.add(plain.text());
    encoding.add(plain.text());
    cues.add(cue);
    words += Math.max(plain.words().size(), 1 + plain.text().length() / MAX_WORD_CHARACTERS);
    if (words > MAX_STORED_WORDS) {
      requireText();
      throw tooManyWords();
    }
  }

  private VideoFileException tooManyWords() {
    return problem("found more than " + MAX_WORDS + " words, expected at most that");
  }

  boolean isEmpty() {
    return cues.isEmpty();
  }

  /**
   * Returns the plain cues, in order of their start.
   *
   * @param duration second at which the video ends; cues are truncated to it, and those after it
   *     are dropped; 0 if unknown
   * @throws VideoFileException if the cues are telemetry or of unknown encoding, or have more words
   *     than subtitles have
   */
  public ImmutableList<SubtitleCue> cues(double duration) throws VideoFileException {
    requireText();
    double end = duration > 0 ? duration : MAX_SECONDS;
    List<ShownCue> shown =
        cues.stream()
            .filter(cue -> cue.start() < end)
            .map(cue -> cue.until(end))
            .sorted(Comparator.comparingDouble(ShownCue::start))
            .toList();
    List<ShownCue> spoken = RollingCaptions.unroll(shown);
    if (spoken.stream().mapToInt(cue -> cue.words().size()).sum() > MAX_WORDS) {
      throw tooManyWords();
    }
    return spoken.stream()
        .flatMap(cue -> cue.split().stream())
        .collect(ImmutableList.toImmutableList());
  }

  private void requireText() throws VideoFileException {
    if (telemetry.isFound()) {
      throw problem("found telemetry such as " + example() + ", expected spoken text");
    }
    if (encoding.isFound()) {
      throw problem(
          "found text of unknown encoding such as "
              + example()
              + ", expected UTF-8, UTF-16 or Windows-1252; convert it to UTF-8");
    }
  }

  /** Returns the start of the first cue. */
  private String example() {
    String text = cues.get(0).text().replace('\n', ' ');
    return '"' + text.substring(0, Math.min(text.length(), EXAMPLE_CHARACTERS)) + '"';
  }

  /** Returns an exception that names the source. */
  public VideoFileException problem(String problem) {
    return new VideoFileException(video, source + ": " + problem);
  }
}
