package org.mmt4j.examples.world;

/**
 * What no caption tells: when and where things happen. The two events begin a whole number of
 * seconds apart, so that experts that look once a second see an event alike in either half.
 *
 * @param seconds length of the clip, a whole number
 * @param firstStart second at which the first event begins, in the first half
 * @param secondStart second at which the second event begins, in the second half
 * @param startX where the thing begins, from the picture's middle, in heights of the picture
 * @param startY likewise, downwards
 * @param visitorSide from where a visitor comes: -1 left, 1 right
 * @param backdrop number of the background
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
