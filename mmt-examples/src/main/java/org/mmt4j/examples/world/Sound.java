package org.mmt4j.examples.world;

/** Sound of an event. */
enum Sound {
  SILENCE,
  BELL,
  THUD,
  WHISTLE,
  HORN,
  HISS
}
