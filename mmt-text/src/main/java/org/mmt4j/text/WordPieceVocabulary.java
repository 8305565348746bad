package org.mmt4j.text;

import com.google.common.hash.Hashing;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word pieces of a BERT, and whether text is lower-cased before lookup.
 *
 * <p>A word piece that continues a word starts with {@code ##}. Five word pieces are special:
 * {@code [PAD]}, {@code [UNK]}, {@code [CLS]}, {@code [SEP]}, {@code [MASK]}.
 *
 * @param tokens all word pieces; the id of a word piece is its index in this list
 * @param lowerCase whether text is lower-cased before lookup. The authors' model does so, although
 *     its vocabulary ({@code bert-base-cased}) is cased
 * @param stripAccents whether accents are removed before lookup; usually as {@code lowerCase}, but
 *     German models keep them
 * @param splitChinese whether each Chinese character is a word of its own
 * @param added tokens that are found in a text before it is split, besides the special ones; each
 *     is one of {@code tokens}
 */
public record WordPieceVocabulary(
    List<String> tokens,
    boolean lowerCase,
    boolean stripAccents,
    boolean splitChinese,
    List<AddedToken> added) {

  /** Pads sequences to the longest of a batch. */
  public static final String PADDING = "[PAD]";

  /** Replaces a word that cannot be split into word pieces. */
  public static final String UNKNOWN = "[UNK]";

  /** Starts a sequence; the encoder's output at this token is the caption's vector. */
  public static final String CLS = "[CLS]";

  /** Ends a sequence. */
  public static final String SEP = "[SEP]";

  /** Replaces a masked word piece in the pretraining of BERT. */
  public static final String MASK = "[MASK]";

  /** The five special word pieces. */
  public static final List<String> SPECIAL = List.of(PADDING, UNKNOWN, CLS, SEP, MASK);

  private static final int MAX_PIECES = 4_000_000;

  private static final Logger log = LoggerFactory.getLogger(WordPieceVocabulary.class);

  /**
   * Checks that the word pieces are unique and not empty and include the special word pieces and
   * the added tokens.
   *
   * @throws IllegalArgumentException if not
   */
  public WordPieceVocabulary {
    tokens = List.copyOf(tokens);
    added = List.copyOf(added);
    Set<String> unique = new HashSet<>();
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (token.isEmpty()) {
        throw new IllegalArgumentException(
            "word piece " + id + ": found empty text, expected at least one character");
      }
      if (!unique.add(token)) {
        throw new IllegalArgumentException(
            "word piece \""
                + token
                + "\": found a duplicate, ids "
                + tokens.indexOf(token)
                + " and "
                + id
                + ", expected unique word pieces");
      }
    }
    for (String special : SPECIAL) {
      if (!unique.contains(special)) {
        throw new IllegalArgumentException(
            "vocabulary of "
                + tokens.size()
                + " word pieces: found no "
                + special
                + ", expected all of "
                + SPECIAL);
      }
    }
    for (AddedToken token : added) {
      if (!unique.contains(token.content())) {
        throw new IllegalArgumentException(
            "added token \""
                + token.content()
                + "\": found no such word piece, expected it in the vocabulary");
      }
    }
  }

  /**
   * Creates a vocabulary without added tokens; accents are removed if text is lower-cased, and each
   * Chinese character is a word of its own.
   *
   * @throws IllegalArgumentException if the word pieces are not those of a BERT
   */
  public WordPieceVocabulary(List<String> tokens, boolean lowerCase) {
    this(tokens, lowerCase, lowerCase, true, List.of());
  }

  /** Creates a vocabulary; text is lower-cased if the rules leave it open. */
  static WordPieceVocabulary of(List<String> tokens, TextRules rules, List<AddedToken> added) {
    boolean lowerCase = rules.lowerCase().orElse(true);
    return new WordPieceVocabulary(
        tokens,
        lowerCase,
        rules.stripAccents().orElse(lowerCase),
        rules.splitChinese().orElse(true),
        added);
  }

  /**
   * Returns the vocabulary without the added tokens at its end that a table of word embeddings has
   * no row for. They are then ordinary text.
   */
  WordPieceVocabulary withRows(int rows) {
    List<String> beyond = tokens.subList(Math.min(rows, tokens.size()), tokens.size());
    Set<String> names = new HashSet<>(added.stream().map(AddedToken::content).toList());
    if (beyond.isEmpty() || !beyond.stream().allMatch(t -> names.contains(t) || isUnused(t))) {
      return this;
    }
    log.warn(
        "added tokens {} have no row in the table of {} word embeddings: they are read as text",
        beyond,
        rows);
    List<AddedToken> kept =
        added.stream().filter(token -> !beyond.contains(token.content())).toList();
    return new WordPieceVocabulary(
        tokens.subList(0, rows), lowerCase, stripAccents, splitChinese, kept);
  }

  /** Returns a word piece for an id without one. It matches no text, because it has a space. */
  static String unused(int id) {
    return "[line " + id + "]";
  }

  private static boolean isUnused(String piece) {
    return piece.startsWith("[line ");
  }

  /**
   * Reads a {@code vocab.txt}: UTF-8, one word piece per line; the first line has id 0. The last
   * line of a duplicate word piece defines its id, as in the authors' library; the ids of the
   * earlier lines are unused.
   *
   * @param vocabulary read to its end, not closed
   * @throws IOException if reading fails, the text is not UTF-8 or has more than 4 million lines
   * @throws IllegalArgumentException if it is not the vocabulary of a BERT
   */
  public static WordPieceVocabulary ofLines(InputStream vocabulary, boolean lowerCase)
      throws IOException {
    return new WordPieceVocabulary(lines(vocabulary), lowerCase);
  }

  /** Reads the word pieces of {@link #ofLines}. */
  static List<String> lines(InputStream vocabulary) throws IOException {
    byte[] text = TokenizerJson.readAll(vocabulary, "vocabulary");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder()))) {
      List<String> pieces = lines.lines().limit(MAX_PIECES + 1L).toList();
      if (pieces.size() > MAX_PIECES) {
        throw new IOException("vocabulary: expected at most " + MAX_PIECES + " lines, found more");
      }
      return keepLastDuplicates(pieces);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new IOException("vocabulary: found bytes that are not UTF-8, expected UTF-8 text", e);
      }
      throw e.getCause();
    }
  }

  /**
   * Replaces every line of a duplicate word piece except the last with a word piece that matches no
   * text, because it contains a space.
   */
  private static List<String> keepLastDuplicates(List<String> lines) {
    Map<String, Integer> last = new HashMap<>();
    for (int line = 0; line < lines.size(); line++) {
      last.put(lines.get(line), line);
    }
    List<String> pieces = new ArrayList<>();
    for (int line = 0; line < lines.size(); line++) {
      boolean isLast = Integer.valueOf(line).equals(last.get(lines.get(line)));
      pieces.add(isLast ? lines.get(line) : unused(line));
    }
    return pieces;
  }

  /**
   * Reads the {@code tokenizer.json} of a BERT, as HuggingFace's libraries write it.
   *
   * <p>Its settings for truncation, padding and special tokens are ignored: {@link
   * WordPieceTokenizer} defines these.
   *
   * @param json read to its end, not closed
   * @throws IOException if reading fails or the text is not JSON
   * @throws IllegalArgumentException if it describes a different type of tokenizer
   */
  public static WordPieceVocabulary ofTokenizerJson(InputStream json) throws IOException {
    return TokenizerJson.parse(TokenizerJson.readAll(json, "tokenizer.json"));
  }

  /** Hash of the pieces, their order and the rules for letters. */
  String sha256() {
    return Hashing.sha256().hashString(toTokenizerJson(), StandardCharsets.UTF_8).toString();
  }

  /** Returns a {@code tokenizer.json} for {@link #ofTokenizerJson} and HuggingFace's libraries. */
  public String toTokenizerJson() {
    return TokenizerJson.format(this);
  }
}
