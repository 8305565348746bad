package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import org.mmt4j.graph.ClosedException;

/**
 * Splits a caption into the word pieces of a BERT.
 *
 * <p>The tokenizer removes control characters, makes each CJK character and punctuation mark a word
 * of its own, and splits the rest at white space. If the vocabulary is lower-casing, it lower-cases
 * the text and removes accents. It splits each word from the left into the longest word pieces that
 * match. A word that cannot be split into word pieces, or has more than 100 characters, becomes
 * {@code [UNK]}. The five special word pieces are recognised in the text of a caption.
 *
 * <p>Differs from the authors' code for rare characters only. Their library keeps control, format
 * and private-use characters in the word, which then becomes {@code [UNK]}; Google's code, later
 * versions of the library and this class remove them. Their library splits at U+000B, U+000C,
 * U+001C to U+001F and U+0085; this class removes them. Their library makes each of the Chinese
 * characters U+2B820 to U+2B91F a word of its own. The data set, not this class, applies the
 * authors' preprocessing of captions (a full stop at the end, an uppercase letter at the start).
 *
 * <p>Thread-safe. Owns a few MB of native memory; {@link #close} frees it. The native library is
 * unpacked once per user, see {@link TokenizerLibrary}. Nothing uses the network.
 */
public final class WordPieceTokenizer implements AutoCloseable {

  /** Much longer than any paragraph, but too short to exhaust memory. */
  private static final int MAX_CHARACTERS = 1_000_000;

  private final WordPieceVocabulary vocabulary;
  private final NativeTokenizer tokenizer;
  private final int clsId;
  private final int sepId;
  private final int paddingId;

  /** Creates a tokenizer for a vocabulary. */
  public WordPieceTokenizer(WordPieceVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.clsId = vocabulary.tokens().indexOf(WordPieceVocabulary.CLS);
    this.sepId = vocabulary.tokens().indexOf(WordPieceVocabulary.SEP);
    this.paddingId = vocabulary.tokens().indexOf(WordPieceVocabulary.PADDING);
    this.tokenizer = new NativeTokenizer(vocabulary.toTokenizerJson());
  }

  /**
   * Returns {@code [CLS]}, the word pieces of a caption and {@code [SEP]}. A caption that is too
   * long is truncated to the first {@code maxTokens - 1} of these tokens and {@code [SEP]}, as in
   * the authors' code.
   *
   * @param maxTokens maximum number of tokens, at least 3: one word piece and two special tokens
   * @throws IllegalArgumentException if the caption is blank, has only control characters, or is
   *     longer than a million characters
   * @throws ClosedException after {@link #close}
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
    NativeTokenizer.Pieces pieces = tokenizer.encode(caption);
    if (pieces.count() == 0) {
      throw new IllegalArgumentException(
          "caption \"" + caption.strip() + "\": found no word, expected at least one");
    }
    int kept = Math.min(pieces.count(), maxTokens - 2);
    return new WordPieces(
        ImmutableList.<String>builder()
            .add(WordPieceVocabulary.CLS)
            .addAll(pieces.tokens().subList(0, kept))
            .add(WordPieceVocabulary.SEP)
            .build(),
        ImmutableList.<Integer>builder()
            .add(clsId)
            .addAll(pieces.ids().subList(0, kept))
            .add(sepId)
            .build(),
        pieces.count() - kept);
  }

  /** Returns the vocabulary. */
  public WordPieceVocabulary vocabulary() {
    return vocabulary;
  }

  /** Returns the id of {@code [PAD]}, which pads the shorter captions of a batch. */
  public int paddingId() {
    return paddingId;
  }

  /** Waits for running calls, then frees the native memory. A second call does nothing. */
  @Override
  public void close() {
    tokenizer.close();
  }
}
