package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Generates random scripts. Attributes are independent of each other. */
final class ScriptWriter {

  private static final double SILENCE_PROBABILITY = 0.3;
  private static final double SOUND_TRACK_PROBABILITY = 0.9;
  private static final double WRITING_PROBABILITY = 0.5;
  private static final double SPEECH_PROBABILITY = 0.5;
  private static final double WORD_MARGIN_SECONDS = 0.5;
  private static final int SHORTEST_SECONDS = 8;
  private static final int LONGEST_SECONDS = 9;

  /** Time in seconds after the end of the first event and before or at the start of the second. */
  static final double MIDDLE_SECOND = 4;

  private static final double EARLIEST_START = 0.3;
  private static final double REST_SECONDS = 0.2;
  private static final double LATEST_START = MIDDLE_SECOND - Motion.SECONDS - REST_SECONDS;
  private static final double START_JITTER = 0.04;

  /** What is exchanged between the halves of the second clip of an order pair. */
  enum Exchange {
    /**
     * The motions. The sounds stay in their halves, so each sound occurs with a different motion.
     */
    MOTIONS,
    /** The motions together with their sounds. */
    EVENTS
  }

  private final SplittableRandom random;

  ScriptWriter(SplittableRandom random) {
    this.random = random;
  }

  /** Returns a random script. */
  Script write() {
    boolean soundTrack = random.nextDouble() < SOUND_TRACK_PROBABILITY;
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
        wording(Topic.WRITTEN, 1, WRITING_PROBABILITY, staging.seconds()),
        wording(Topic.SPOKEN, 2, SPEECH_PROBABILITY, staging.seconds()),
        staging);
  }

  /**
   * Returns the script with its events in the opposite order; otherwise only the noise of camera
   * and microphone differs.
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
    if (!soundTrack || random.nextDouble() < SILENCE_PROBABILITY) {
      return Sound.SILENCE;
    }
    return pick(without(Sound.SILENCE, Sound.values()));
  }

  private Staging staging() {
    int seconds = random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS + 1);
    double firstStart = random.nextDouble(EARLIEST_START, LATEST_START);
    int shortestGap = (int) Math.ceil(MIDDLE_SECOND - firstStart);
    int longestGap = (int) Math.floor(seconds - Motion.SECONDS - REST_SECONDS - firstStart);
    return new Staging(
        seconds,
        firstStart,
        firstStart + random.nextInt(shortestGap, longestGap + 1),
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
