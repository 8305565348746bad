package org.mmt4j.examples.world;

import java.util.Optional;

/**
 * All that happens in one clip, before anything is drawn.
 *
 * @param soundTrack whether there is any sound; without it both events are silent
 * @param writing what is written on the screen
 * @param speech what a voice says
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

  /** Where things are at a second. */
  Pose pose(double second) {
    Pose start = Pose.at(staging.startX(), staging.startY());
    int side = staging.visitorSide();
    Pose between = first.motion().apply(start, second - staging.firstStart(), side);
    return second < staging.secondStart()
        ? between
        : this.second.motion().apply(between, second - staging.secondStart(), side);
  }

  /** The same clip with other events and other noise. */
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
