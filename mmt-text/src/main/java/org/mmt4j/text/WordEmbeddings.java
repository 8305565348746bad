package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.ParameterNames;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A caption encoder that pools the word embeddings of a caption's words (paper, Table 2). The table
 * of embeddings is trained with the rest of the model unless it is frozen:
 *
 * <pre>{@code
 * try (WordEmbeddings words =
 *     WordEmbeddings.of(WordVectors.glove(file), WordPooling.Lstm.PUBLISHED, 30)) {
 *   MmtModel model = MmtModel.builder().experts(experts).captions(words).build();
 *   TrainingConfig.builder().freeze(WordEmbeddings.table())
 * }
 * }</pre>
 *
 * <p>Row 0 is the padding row and never changes. Thread-safe. An encoder with pretrained vectors
 * keeps them, and each model that starts from them gets a copy. {@link #close} frees the tokenizer;
 * later calls throw {@link IllegalStateException}.
 */
public final class WordEmbeddings implements CaptionEncoder {

  static final String KIND = "word-embeddings";

  private final CaptionTokenizer tokenizer;
  private final WordEmbeddingNetwork network;
  private final int maxTokens;
  private final ImmutableMap<String, INDArray> pretrained;
  private final LongAdder truncated = new LongAdder();
  private volatile boolean closed;

  private WordEmbeddings(
      CaptionTokenizer tokenizer,
      WordEmbeddingNetwork network,
      int maxTokens,
      ImmutableMap<String, INDArray> pretrained) {
    if (tokenizer.entries() > network.entries()) {
      throw new IllegalArgumentException(
          "words: found "
              + tokenizer.entries()
              + ", expected at most "
              + network.entries()
              + ", the number of rows of the table");
    }
    if (maxTokens < 3) {
      throw new IllegalArgumentException("maxTokens: found " + maxTokens + ", expected at least 3");
    }
    this.tokenizer = tokenizer;
    this.network = network;
    this.maxTokens = maxTokens;
    this.pretrained = pretrained;
  }

  /** Creates an encoder without pretrained vectors; a saved model holds its values. */
  WordEmbeddings(CaptionTokenizer tokenizer, WordEmbeddingNetwork network, int maxTokens) {
    this(tokenizer, network, maxTokens, ImmutableMap.of());
  }

  /**
   * Creates an encoder from the vectors of word2vec or GloVe, with the authors' word tokenizer.
   *
   * @param vectors not copied; do not change them
   * @param maxTokens maximum number of words of a caption, at least 3; longer captions are
   *     truncated. The paper uses 30
   * @throws IllegalArgumentException if {@code maxTokens} is too small
   */
  public static WordEmbeddings of(WordVectors vectors, WordPooling pooling, int maxTokens) {
    return new WordEmbeddings(
        new CaptionTokenizer.Words(new WordTokenizer(vectors.words())),
        new WordEmbeddingNetwork(vectors.words().size(), vectors.dimension(), pooling),
        maxTokens,
        table(vectors.table()));
  }

  /**
   * Creates an encoder from the word embeddings of a pretrained BERT, without its other layers. It
   * uses the word pieces of the BERT, including [CLS] and [SEP], and its maximum number of tokens.
   *
   * @throws IllegalStateException if the BERT has no pretrained weights
   */
  public static WordEmbeddings of(Bert bert, WordPooling pooling) {
    INDArray table = bert.pretrainedWords();
    return new WordEmbeddings(
        new CaptionTokenizer.Pieces(new WordPieceTokenizer(bert.vocabulary())),
        new WordEmbeddingNetwork(table.rows(), table.columns(), pooling),
        bert.maxTokens(),
        table(table));
  }

  private static ImmutableMap<String, INDArray> table(INDArray values) {
    return ImmutableMap.of(WordEmbeddingNetwork.TABLE + ".weight", values);
  }

  /** Matches the name of the table's parameter, to freeze it. */
  public static ParameterNames table() {
    return ParameterNames.exactly(WordEmbeddingNetwork.TABLE + ".weight");
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int dimension() {
    return network.pooling().dimension(network.dimension());
  }

  @Override
  public int maxTokens() {
    return maxTokens;
  }

  /** Sizes, number of tokens and a hash of the words. */
  @Override
  public SortedMap<String, String> describe() {
    return new TreeMap<>(
        Map.of(
            "network", network.toString(),
            "maxTokens", String.valueOf(maxTokens),
            "words", tokenizer.sha256()));
  }

  /** Row 0, which stands for padding. */
  @Override
  public OptionalInt paddingId() {
    return OptionalInt.of(0);
  }

  @Override
  public int[] tokenize(String caption) {
    requireOpen();
    if (caption.isBlank()) {
      throw new IllegalArgumentException("caption: found a blank string, expected a sentence");
    }
    CaptionTokenizer.Tokens tokens = tokenizer.encode(caption, maxTokens);
    if (tokens.truncated() > 0) {
      truncated.increment();
    }
    return tokens.ids().toArray();
  }

  /**
   * Returns how many of the captions tokenized so far were longer than {@link #maxTokens} and were
   * truncated.
   */
  public long truncatedCaptions() {
    return truncated.sum();
  }

  @Override
  public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
    requireOpen();
    return network.apply(context.withInitialValues(pretrained), shape);
  }

  /**
   * Writes {@code word_embeddings.json} and either {@code words.json} or {@code tokenizer.json}.
   */
  @Override
  public void save(Path directory) throws IOException {
    requireOpen();
    AtomicFiles.write(
        directory.resolve(WordEmbeddingsJson.FILE),
        WordEmbeddingsJson.of(tokenizer, network, maxTokens).format());
    tokenizer.save(directory);
  }

  /** Waits for running calls, then frees the tokenizer. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    tokenizer.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("caption encoder " + KIND + ": used after close");
    }
  }
}
