package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * Splits a caption into the word pieces of a BERT.
 *
 * <p>Control characters are removed, CJK characters and punctuation stand alone, the rest is split
 * at white space, lower-cased without accents if the vocabulary says so, and each word is spelled
 * with the longest pieces that fit, from the left. A word that no pieces spell, or of more than 100
 * characters, becomes {@code [UNK]}. The five special pieces written literally in a caption are
 * those pieces.
 *
 * <p>Differs from the authors' code in rare characters only. Their library leaves control, format
 * and private-use characters in the word, which then becomes {@code [UNK]}, where Google's code,
 * later versions of the library and this class remove them; it splits at U+000B, U+000C, U+001C to
 * U+001F and U+0085, which are removed here; and it sets the Chinese characters U+2B820 to U+2B91F
 * apart. What the authors do to a caption before (a full stop at its end, a capital at its start)
 * belongs to the data set.
 *
 * <p>Safe for use by many threads. Holds native memory, a few MB: {@link #close} it. The native
 * library is unpacked once per user, see {@link TokenizerLibrary}; nothing touches the network.
 */
public final class WordPieceTokenizer implements AutoCloseable {

  /** Far above any paragraph, far below what would exhaust memory. */
  private static final int MAX_CHARACTERS = 1_000_000;

  private final WordPieceVocabulary vocabulary;
  private final NativeTokenizer pieces;
  private final int clsId;
  private final int sepId;
  private final int paddingId;

  /** A tokenizer of a vocabulary. */
  public WordPieceTokenizer(WordPieceVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.clsId = vocabulary.tokens().indexOf(WordPieceVocabulary.CLASSIFICATION);
    this.sepId = vocabulary.tokens().indexOf(WordPieceVocabulary.SEPARATOR);
    this.paddingId = vocabulary.tokens().indexOf(WordPieceVocabulary.PADDING);
    this.pieces = new NativeTokenizer(vocabulary.toTokenizerJson());
  }

  /**
   * {@code [CLS]}, the pieces of a caption, {@code [SEP]}; of a caption too long the first {@code
   * maxTokens - 1} of these and {@code [SEP]}, as in the authors' code.
   *
   * @param maxTokens at least 3, so that a piece of the caption has room
   * @throws IllegalArgumentException if the caption is blank or nothing but control characters, or
   *     longer than a million characters
   * @throws IllegalStateException after {@link #close}
   */
  public WordPieces encode(String caption, int maxTokens) {
    if (maxTokens < 3) {
      throw new IllegalArgumentException(
          "maxTokens: found " + maxTokens + ", expected at least 3: [CLS], a word piece, [SEP]");
    }
    if (caption.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "caption: found " + caption.length() + " characters, expected at most " + MAX_CHARACTERS);
    }
    NativeTokenizer.Pieces text = pieces.of(caption);
    if (text.count() == 0) {
      throw new IllegalArgumentException(
          "caption \"" + caption.strip() + "\": found no word in it, expected at least one");
    }
    int kept = Math.min(text.count(), maxTokens - 2);
    return new WordPieces(
        ImmutableList.<String>builder()
            .add(WordPieceVocabulary.CLASSIFICATION)
            .addAll(text.tokens().subList(0, kept))
            .add(WordPieceVocabulary.SEPARATOR)
            .build(),
        ImmutableIntArray.builder(kept + 2)
            .add(clsId)
            .addAll(text.ids().subArray(0, kept))
            .add(sepId)
            .build(),
        text.count() - kept);
  }

  /** The pieces this tokenizer knows. */
  public WordPieceVocabulary vocabulary() {
    return vocabulary;
  }

  /** Id of {@code [PAD]}, which fills the shorter captions of a batch. */
  public int paddingId() {
    return paddingId;
  }

  /** Frees the native memory, once the captions under way are done. Closing twice is harmless. */
  @Override
  public void close() {
    pieces.close();
  }
}
