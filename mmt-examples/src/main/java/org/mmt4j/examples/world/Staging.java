package org.mmt4j.examples.world;

/**
 * Times, positions and other content that no caption describes. The time between the starts of the
 * two events is an integer number of seconds. Experts with one feature per second therefore produce
 * the same features for an event in both halves.
 *
 * @param seconds duration of the clip
 * @param firstStart start of the first event in seconds, in the first half
 * @param secondStart start of the second event in seconds, in the second half
 * @param startX initial x offset of the thing from the centre of the frame, in frame heights
 * @param startY initial y offset, downwards
 * @param visitorSide side from which a visitor comes: -1 left, 1 right
 * @param backdrop index of the backdrop
 * @param noiseSeed seed of the noise of camera and microphone
 */
record Staging(
    int seconds,
    double firstStart,
    double secondStart,
    double startX,
    double startY,
    int visitorSide,
    int backdrop,
    long noiseSeed) {

  Staging withNoise(long seed) {
    return new Staging(
        seconds, firstStart, secondStart, startX, startY, visitorSide, backdrop, seed);
  }
}
