package org.mmt4j.extract.words;

/**
 * A recognized word.
 *
 * @param text in lower case
 * @param start seconds since the start of the audio
 * @param end seconds since the start of the audio
 */
record SpokenWord(String text, double start, double end) {

  double middle() {
    return (start + end) / 2;
  }
}
