package org.mmt4j.examples.world;

/**
 * A motion with a sound in one half of a clip.
 *
 * @param motion motion of the thing
 * @param sound sound during the motion; silence if the clip has no sound track
 */
record Event(Motion motion, Sound sound) {}
