package org.mmt4j.examples.world;

import java.util.Optional;

/**
 * The content of a clip, before it is rendered.
 *
 * @param colour colour of the thing
 * @param shape shape of the thing
 * @param first event in the first half
 * @param second event in the second half
 * @param soundTrack whether the clip has a sound track; if not, both events are silent
 * @param writing words on the screen
 * @param speech words that a voice says
 * @param staging content that no caption describes
 */
record Script(
    Colour colour,
    Shape shape,
    Event first,
    Event second,
    boolean soundTrack,
    Optional<Wording> writing,
    Optional<Wording> speech,
    Staging staging) {

  /** Returns the pose at a time in seconds. */
  Pose pose(double second) {
    Pose start = Pose.at(staging.startX(), staging.startY());
    int side = staging.visitorSide();
    Pose between = first.motion().apply(start, second - staging.firstStart(), side);
    return second < staging.secondStart()
        ? between
        : this.second.motion().apply(between, second - staging.secondStart(), side);
  }

  /** Returns this script with different events and noise. */
  Script with(Event newFirst, Event newSecond, long noiseSeed) {
    return new Script(
        colour,
        shape,
        newFirst,
        newSecond,
        soundTrack,
        writing,
        speech,
        staging.withNoise(noiseSeed));
  }
}
