package org.mmt4j.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Lifetime;
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
 * WordEmbeddings words =
 *     WordEmbeddings.of(WordVectors.glove(file), WordPooling.Lstm.PUBLISHED, 30);
 * try (MmtModel model = MmtModel.builder().experts(experts).captions(words).build()) {
 *   TrainingConfig config =
 *       TrainingConfig.builder().freeze(WordEmbeddings.tableParameter()).build();
 *   ...
 * }
 * }</pre>
 *
 * <p>Row 0 is the padding row and never changes. Thread-safe. An encoder with pretrained vectors
 * owns them, and each model that starts from them gets a copy. {@link #close} waits for running
 * calls and frees the vectors and the tokenizer; later calls throw {@link ClosedException}. A model
 * that is built with the encoder owns and closes it.
 */
public final class WordEmbeddings implements CaptionEncoder {

  static final String KIND = "word-embeddings";

  private static final String TABLE = WordEmbeddingNetwork.TABLE + ".weight";

  private final CaptionTokenizer tokenizer;
  private final WordEmbeddingNetwork network;
  private final int maxTokens;
  private final Optional<INDArray> pretrained;
  private final LongAdder truncated = new LongAdder();
  private final Lifetime lifetime = new Lifetime("caption encoder " + KIND);

  private WordEmbeddings(
      CaptionTokenizer tokenizer,
      WordEmbeddingNetwork network,
      int maxTokens,
      Optional<INDArray> pretrained) {
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
    this(tokenizer, network, maxTokens, Optional.empty());
  }

  /**
   * Creates an encoder from the vectors of word2vec or GloVe, with the authors' word tokenizer.
   *
   * @param vectors not copied; the encoder owns and closes them, and they are closed if this method
   *     fails
   * @param maxTokens maximum number of words of a caption, at least 3; longer captions are
   *     truncated. The paper uses 30
   * @throws IllegalArgumentException if {@code maxTokens} is too small
   * @throws ClosedException if the vectors are closed
   */
  public static WordEmbeddings of(WordVectors vectors, WordPooling pooling, int maxTokens) {
    try {
      vectors.requireOpen();
      return new WordEmbeddings(
          new CaptionTokenizer.Words(new WordTokenizer(vectors.words())),
          new WordEmbeddingNetwork(vectors.words().size(), vectors.dimension(), pooling),
          maxTokens,
          Optional.of(vectors.table()));
    } catch (RuntimeException | Error e) {
      vectors.close();
      throw e;
    }
  }

  /**
   * Creates an encoder from the word embeddings of a pretrained BERT, without its other layers. It
   * uses the word pieces of the BERT, including [CLS] and [SEP], and its maximum number of tokens.
   *
   * @param bert its word embeddings are copied; it stays the caller's
   * @throws IllegalStateException if the BERT has no pretrained weights
   * @throws ClosedException if the BERT is closed
   */
  public static WordEmbeddings of(Bert bert, WordPooling pooling) {
    WordEmbeddingNetwork network =
        new WordEmbeddingNetwork(bert.config().vocabularySize(), bert.dimension(), pooling);
    CaptionTokenizer tokenizer =
        new CaptionTokenizer.Pieces(new WordPieceTokenizer(bert.vocabulary()));
    try {
      return new WordEmbeddings(
          tokenizer, network, bert.maxTokens(), Optional.of(bert.copyOfPretrainedWords()));
    } catch (RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  /** Matches the name of the parameter that holds the table of embeddings, to freeze it. */
  public static ParameterNames tableParameter() {
    return ParameterNames.exactly(TABLE);
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

  /** Sizes and options, as in {@code word_embeddings.json}, and a hash of the words. */
  @Override
  public SortedMap<String, String> describe() {
    SortedMap<String, String> values = settings().describe();
    values.put("words", tokenizer.sha256());
    return values;
  }

  private WordEmbeddingsJson settings() {
    return WordEmbeddingsJson.of(tokenizer, network, maxTokens);
  }

  /** Row 0, which stands for padding. */
  @Override
  public OptionalInt paddingId() {
    return OptionalInt.of(0);
  }

  @Override
  public int[] tokenize(String caption) {
    lifetime.requireOpen();
    if (caption.isBlank()) {
      throw new IllegalArgumentException("caption: found a blank string, expected a sentence");
    }
    CaptionTokenizer.Tokens tokens = tokenizer.encode(caption, maxTokens);
    if (tokens.truncated() > 0) {
      truncated.increment();
    }
    return tokens.ids();
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
    Map<String, INDArray> initial = pretrained.map(table -> Map.of(TABLE, table)).orElse(Map.of());
    return lifetime.use( // copies the initial values to the parameters of the context
        () -> network.apply(context.withInitialValues(initial), shape));
  }

  /**
   * Writes {@code word_embeddings.json} and either {@code words.json} or {@code tokenizer.json}.
   */
  @Override
  public void save(Path directory) throws IOException {
    lifetime.requireOpen();
    AtomicFiles.write(directory.resolve(WordEmbeddingsJson.FILE), settings().format());
    tokenizer.save(directory);
  }

  /**
   * Waits for running calls, then frees the tokenizer and the pretrained vectors. A second call
   * does nothing.
   */
  @Override
  public void close() {
    lifetime.close(
        () -> {
          tokenizer.close();
          pretrained.filter(table -> !table.wasClosed()).ifPresent(INDArray::close);
        });
  }
}
