package org.mmt4j.examples.world;

/** A word and the second at which it is seen or said. */
record TimedWord(String word, double second) {}
