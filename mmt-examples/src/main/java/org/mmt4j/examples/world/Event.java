package org.mmt4j.examples.world;

/**
 * What happens in one half of a clip.
 *
 * @param sound what is heard meanwhile; silence where the clip has no sound track
 */
record Event(Motion motion, Sound sound) {}
