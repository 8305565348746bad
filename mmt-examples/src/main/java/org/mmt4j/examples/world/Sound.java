package org.mmt4j.examples.world;

/** What is heard during one event, or that nothing is. */
enum Sound {
  SILENCE,
  BELL,
  THUD,
  WHISTLE,
  HORN,
  HISS
}
