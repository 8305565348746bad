package org.mmt4j.extract.words;

/**
 * A word that was heard.
 *
 * @param text in small letters
 * @param start seconds since the sound began
 * @param end seconds since the sound began
 */
record SpokenWord(String text, double start, double end) {}
