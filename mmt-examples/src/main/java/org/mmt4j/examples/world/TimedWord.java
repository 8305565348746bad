package org.mmt4j.examples.world;

/** A word and the time in seconds at which it is shown or spoken. */
record TimedWord(String word, double second) {}
