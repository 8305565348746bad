package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mmt4j.extract.SubtitleCue;

/** Frames, audio, subtitles and captions of a clip. Frames and audio are rendered on demand. */
public final class Footage {

  private static final double SPOKEN_SECONDS = 0.5;

  private final String id;
  private final Script script;

  private Footage(String id, Script script) {
    this.id = id;
    this.script = script;
  }

  /** Creates the footage of script i of a split; its id is, for example, {@code test-007}. */
  static Footage of(String split, int i, Script script) {
    return new Footage(String.format(Locale.ROOT, "%s-%03d", split, i), script);
  }

  /** Returns the id of the clip, such as {@code test-007}. */
  public String id() {
    return id;
  }

  /** Returns five captions; the first describes everything and is the search query. */
  public ImmutableList<String> captions() {
    return CaptionWriter.captions(script);
  }

  /** Returns the duration of the clip in seconds. */
  public int seconds() {
    return script.staging().seconds();
  }

  /** Returns the frames, 192 by 144 pixels; a word looks the same on every machine. */
  public Film film() {
    return new Film(script, 1, new DotLetters());
  }

  /** Returns the frames with doubled width and height, with words in a font of this machine. */
  public Film largeFilm() {
    return new Film(script, 2, new FontLetters());
  }

  /** Returns the samples of the sound track, between -1 and 1; empty if there is no sound track. */
  public Optional<float[]> samples(int samplesPerSecond) {
    return script.soundTrack()
        ? Optional.of(Synthesizer.samples(script, samplesPerSecond))
        : Optional.empty();
  }

  /**
   * Returns a subtitle for each spoken word. It starts with the word and ends after half a second,
   * or earlier at the next word.
   */
  public ImmutableList<SubtitleCue> subtitles() {
    List<TimedWord> words = script.speech().map(Wording::words).orElse(ImmutableList.of());
    List<SubtitleCue> cues = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      double start = words.get(i).second();
      double next = i + 1 < words.size() ? words.get(i + 1).second() : seconds();
      cues.add(new SubtitleCue(start, Math.min(next, start + SPOKEN_SECONDS), words.get(i).word()));
    }
    return ImmutableList.copyOf(cues);
  }

  /** Returns the script: the ground truth of captions and features. */
  Script script() {
    return script;
  }
}
