package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mmt4j.extract.SubtitleCue;

/** What a clip shows, says and is captioned by; pictures and sound are rendered on demand. */
public final class Footage {

  private static final double SPOKEN_SECONDS = 0.5;

  private final String id;
  private final Script script;

  private Footage(String id, Script script) {
    this.id = id;
    this.script = script;
  }

  /** Of the i-th script of a split, such as {@code test-007}. */
  static Footage of(String split, int i, Script script) {
    return new Footage(String.format(Locale.ROOT, "%s-%03d", split, i), script);
  }

  /** Name of the clip, such as {@code test-007}. */
  public String id() {
    return id;
  }

  /** Five captions; the first tells everything and is the one to search by. */
  public ImmutableList<String> captions() {
    return CaptionWriter.captions(script);
  }

  /** Length of the clip. */
  public int seconds() {
    return script.staging().seconds();
  }

  /** Its pictures, 192 by 144 pixels; a word looks the same on every machine. */
  public Film film() {
    return new Film(script, 1, new DotLetters());
  }

  /** The same twice as large, with words in a font of this machine. */
  public Film largeFilm() {
    return new Film(script, 2, new FontLetters());
  }

  /** The sound track, between -1 and 1; empty where there is none. */
  public Optional<float[]> samples(int samplesPerSecond) {
    return script.soundTrack()
        ? Optional.of(Synthesizer.samples(script, samplesPerSecond))
        : Optional.empty();
  }

  /** Each spoken word, for half a second from when it is said, or until the next one. */
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

  /** What happens in it: the truth that captions tell and experts see. */
  Script script() {
    return script;
  }
}
