package org.mmt4j.text;

/**
 * A token that is found in a text before the text is split into words, such as one that somebody
 * added to a pretrained BERT.
 *
 * @param content the text of the token
 * @param singleWord whether it matches only whole words
 * @param stripsLeft whether it takes the white space before it
 * @param stripsRight whether it takes the white space after it
 * @param normalized whether it is found in the lower-cased text rather than in the text as it is
 * @param special whether tools may drop it as one of the special tokens
 */
public record AddedToken(
    String content,
    boolean singleWord,
    boolean stripsLeft,
    boolean stripsRight,
    boolean normalized,
    boolean special) {

  /** Returns a token that matches everywhere in the text as it is. */
  static AddedToken special(String content) {
    return new AddedToken(content, false, false, false, false, true);
  }
}
