package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Invents scripts: every attribute is drawn on its own, so that none foretells another. */
final class ScriptWriter {

  private static final double SILENCE = 0.3;
  private static final double SOUND_TRACK = 0.9;
  private static final double WRITING = 0.5;
  private static final double SPEECH = 0.5;
  private static final double WORD_MARGIN_SECONDS = 0.5;
  private static final int SHORTEST_SECONDS = 8;
  private static final int LONGEST_SECONDS = 9;

  /** The first event has ended and the second has not begun at this second. */
  static final double MIDDLE_SECOND = 4;

  private static final double EARLIEST = 0.3;
  private static final double REST_SECONDS = 0.2;
  private static final double LATEST = MIDDLE_SECOND - Motion.SECONDS - REST_SECONDS;
  private static final double START_JITTER = 0.04;

  /** What the second clip of an order pair has in exchanged halves. */
  enum Exchange {
    /** What moves; the sounds stay, so that each is heard with the other motion. */
    MOTIONS,
    /** What moves together with what is heard. */
    EVENTS
  }

  private final SplittableRandom random;

  ScriptWriter(SplittableRandom random) {
    this.random = random;
  }

  /** Any script. */
  Script write() {
    boolean soundTrack = random.nextDouble() < SOUND_TRACK;
    Motion firstMotion = pick(ImmutableList.copyOf(Motion.values()));
    Motion secondMotion = pick(without(firstMotion, Motion.values()));
    Event first = new Event(firstMotion, sound(soundTrack));
    Event second = new Event(secondMotion, sound(soundTrack));
    Staging staging = staging();
    return new Script(
        pick(ImmutableList.copyOf(Colour.values())),
        pick(ImmutableList.copyOf(Shape.values())),
        first,
        second,
        soundTrack,
        wording(Topic.WRITTEN, 1, WRITING, staging.seconds()),
        wording(Topic.SPOKEN, 2, SPEECH, staging.seconds()),
        staging);
  }

  /**
   * The same script with events in the other order; only the noise of camera and microphone is new.
   */
  Script exchanged(Script script, Exchange exchange) {
    Event first = script.first();
    Event second = script.second();
    boolean sounds = exchange == Exchange.EVENTS;
    return script.with(
        new Event(second.motion(), (sounds ? second : first).sound()),
        new Event(first.motion(), (sounds ? first : second).sound()),
        random.nextLong());
  }

  private Sound sound(boolean soundTrack) {
    if (!soundTrack || random.nextDouble() < SILENCE) {
      return Sound.SILENCE;
    }
    return pick(without(Sound.SILENCE, Sound.values()));
  }

  private Staging staging() {
    int seconds = random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS + 1);
    double firstStart = random.nextDouble(EARLIEST, LATEST);
    int soonest = (int) Math.ceil(MIDDLE_SECOND - firstStart);
    int latest = (int) Math.floor(seconds - Motion.SECONDS - REST_SECONDS - firstStart);
    return new Staging(
        seconds,
        firstStart,
        firstStart + random.nextInt(soonest, latest + 1),
        random.nextDouble(-START_JITTER, START_JITTER),
        random.nextDouble(-START_JITTER, START_JITTER),
        random.nextBoolean() ? 1 : -1,
        random.nextInt(Painter.BACKDROPS),
        random.nextLong());
  }

  private Optional<Wording> wording(
      List<Topic> topics, int count, double probability, int seconds) {
    if (random.nextDouble() >= probability) {
      return Optional.empty();
    }
    Topic topic = pick(topics);
    double share = (seconds - 2 * WORD_MARGIN_SECONDS) / count;
    int word = random.nextInt(topic.words().size());
    ImmutableList.Builder<TimedWord> words = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      double second = WORD_MARGIN_SECONDS + share * (i + random.nextDouble());
      words.add(new TimedWord(topic.words().get(word), second));
      word = (word + 1 + random.nextInt(topic.words().size() - 1)) % topic.words().size();
    }
    return Optional.of(new Wording(topic, words.build()));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static <T> List<T> without(T value, T[] values) {
    return Stream.of(values).filter(other -> !other.equals(value)).toList();
  }
}
