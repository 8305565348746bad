package org.mmt4j.text;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.mmt4j.io.AtomicFiles;

/** Splits captions into tokens, whose ids are rows of a table of word embeddings. */
sealed interface CaptionTokenizer extends AutoCloseable {

  /**
   * The tokens of a caption after truncation.
   *
   * @param ids ids of the first tokens
   * @param truncated number of tokens removed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Tokens(int[] ids, int truncated) {}

  /** Returns the first tokens of a caption. */
  Tokens encode(String caption, int maxTokens);

  /** Returns the number of different ids. */
  int entries();

  /** Hash of its words or word pieces. */
  String sha256();

  /** Writes the words or word pieces. */
  void save(Path directory) throws IOException;

  @Override
  default void close() {}

  /** Whole words, without [CLS] and [SEP]. */
  record Words(WordTokenizer words) implements CaptionTokenizer {

    static final String FILE = "words.json";

    @Override
    public Tokens encode(String caption, int maxTokens) {
      int[] all = words.encode(caption, Integer.MAX_VALUE);
      int kept = Math.min(maxTokens, all.length);
      return new Tokens(Arrays.copyOf(all, kept), all.length - kept);
    }

    @Override
    public int entries() {
      return words.words().size();
    }

    @Override
    public String sha256() {
      Hasher hasher = Hashing.sha256().newHasher();
      words.words().forEach(word -> hasher.putString(word + "\n", StandardCharsets.UTF_8));
      return hasher.hash().toString();
    }

    @Override
    public void save(Path directory) throws IOException {
      AtomicFiles.write(directory.resolve(FILE), WordEmbeddingsJson.formatWords(words.words()));
    }
  }

  /**
   * Word pieces between [CLS] and [SEP], which are pooled with the others, as in the authors' code.
   */
  record Pieces(WordPieceTokenizer pieces) implements CaptionTokenizer {

    @Override
    public Tokens encode(String caption, int maxTokens) {
      WordPieces encoded = pieces.encode(caption, maxTokens);
      return new Tokens(Ints.toArray(encoded.ids()), encoded.truncated());
    }

    @Override
    public int entries() {
      return pieces.vocabulary().tokens().size();
    }

    @Override
    public String sha256() {
      return pieces.vocabulary().sha256();
    }

    @Override
    public void save(Path directory) throws IOException {
      AtomicFiles.write(
          directory.resolve(Bert.TOKENIZER_FILE),
          pieces.vocabulary().toTokenizerJson().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      pieces.close();
    }
  }
}
