package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The word pieces that a BERT knows, and whether it lower-cases text before it looks them up.
 *
 * <p>A piece inside a word starts with {@code ##}. Five pieces are special: {@code [PAD]}, {@code
 * [UNK]}, {@code [CLS]}, {@code [SEP]}, {@code [MASK]}.
 *
 * @param tokens all pieces; the id of a piece is its place in this list
 * @param lowerCase text is lower-cased and loses its accents first. The authors' model does so
 *     although its vocabulary ({@code bert-base-cased}) is a cased one
 */
public record WordPieceVocabulary(ImmutableList<String> tokens, boolean lowerCase) {

  /** Fills sequences up to the longest of a batch. */
  public static final String PADDING = "[PAD]";

  /** Stands for a word that no pieces spell. */
  public static final String UNKNOWN = "[UNK]";

  /** Opens a sequence; the encoder's output at its place is the caption's vector. */
  public static final String CLASSIFICATION = "[CLS]";

  /** Ends a sequence. */
  public static final String SEPARATOR = "[SEP]";

  /** Hides a piece in the pretraining of BERT. */
  public static final String MASK = "[MASK]";

  /** The five special pieces. */
  public static final ImmutableList<String> SPECIAL =
      ImmutableList.of(PADDING, UNKNOWN, CLASSIFICATION, SEPARATOR, MASK);

  /**
   * Checks that no piece is empty or there twice, and that the special ones are there.
   *
   * @throws IllegalArgumentException if not
   */
  public WordPieceVocabulary {
    Set<String> seen = new HashSet<>();
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (token.isEmpty()) {
        throw new IllegalArgumentException("word piece " + id + ": found nothing, expected text");
      }
      if (!seen.add(token)) {
        throw new IllegalArgumentException(
            "word piece \""
                + token
                + "\": found twice, ids "
                + tokens.indexOf(token)
                + " and "
                + id
                + ", expected once");
      }
    }
    for (String special : SPECIAL) {
      if (!seen.contains(special)) {
        throw new IllegalArgumentException(
            "vocabulary of "
                + tokens.size()
                + " word pieces: found no "
                + special
                + ", expected all of "
                + SPECIAL);
      }
    }
  }

  /**
   * Reads a {@code vocab.txt}: UTF-8, one piece a line, the first line is id 0. Of a repeated piece
   * the last line counts, as in the authors' library; the ids of the others are never given.
   *
   * @param vocabulary read to its end, not closed
   * @throws IOException if reading fails or the text is not UTF-8
   * @throws IllegalArgumentException if it is no vocabulary of a BERT
   */
  public static WordPieceVocabulary ofLines(InputStream vocabulary, boolean lowerCase)
      throws IOException {
    byte[] text = TokenizerJson.readAll(vocabulary, "vocabulary");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder()))) {
      return new WordPieceVocabulary(lastOnesCount(lines.lines().toList()), lowerCase);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new IOException("vocabulary: found bytes that are not UTF-8", e);
      }
      throw e.getCause();
    }
  }

  /** Every line but the last of a repeated piece becomes a piece that no text has: with a blank. */
  private static ImmutableList<String> lastOnesCount(List<String> lines) {
    Map<String, Integer> last = new HashMap<>();
    for (int line = 0; line < lines.size(); line++) {
      last.put(lines.get(line), line);
    }
    ImmutableList.Builder<String> pieces = ImmutableList.builder();
    for (int line = 0; line < lines.size(); line++) {
      boolean counts = Integer.valueOf(line).equals(last.get(lines.get(line)));
      pieces.add(counts ? lines.get(line) : "[line " + line + "]");
    }
    return pieces.build();
  }

  /**
   * Reads the {@code tokenizer.json} of a BERT, as the HuggingFace libraries write it.
   *
   * <p>What it may say about cutting, padding and what surrounds the pieces is not used: that is
   * {@link WordPieceTokenizer}'s.
   *
   * @param json read to its end, not closed
   * @throws IOException if reading fails or the text is no JSON
   * @throws IllegalArgumentException if it describes another kind of tokenizer
   */
  public static WordPieceVocabulary ofTokenizerJson(InputStream json) throws IOException {
    return TokenizerJson.parse(TokenizerJson.readAll(json, "tokenizer.json"));
  }

  /** Hash of the pieces, their order and the rules for letters. */
  String sha256() {
    return Hashing.sha256().hashString(toTokenizerJson(), StandardCharsets.UTF_8).toString();
  }

  /** A {@code tokenizer.json} that {@link #ofTokenizerJson} and HuggingFace's libraries read. */
  public String toTokenizerJson() {
    return TokenizerJson.format(this);
  }
}
