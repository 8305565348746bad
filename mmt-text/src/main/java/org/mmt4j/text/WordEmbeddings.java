package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A table of word embeddings as caption encoder: the vectors of a caption's words, pooled (paper,
 * Table 2). The table learns with the rest of the model, unless it is frozen:
 *
 * <pre>{@code
 * try (WordEmbeddings words =
 *     WordEmbeddings.of(WordVectors.glove(file), WordPooling.Lstm.PUBLISHED, 30)) {
 *   MmtModel model = MmtModel.builder().experts(experts).captions(words).build();
 *   Trainer.on(model).freeze(WordEmbeddings.table()) ...
 * }
 * }</pre>
 *
 * <p>Row 0 stands for padding and never changes. Safe for use by many threads. Made from vectors,
 * it holds these, so that any number of models can start from them; each has a copy. {@link #close}
 * frees the tokenizer; what is called later throws {@link IllegalStateException}.
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
              + ", expected at most the table's "
              + network.entries()
              + " rows");
    }
    if (maxTokens < 3) {
      throw new IllegalArgumentException("maxTokens: found " + maxTokens + ", expected at least 3");
    }
    this.tokenizer = tokenizer;
    this.network = network;
    this.maxTokens = maxTokens;
    this.pretrained = pretrained;
  }

  /** An encoder without pretrained vectors, whose values a model's file has. */
  WordEmbeddings(CaptionTokenizer tokenizer, WordEmbeddingNetwork network, int maxTokens) {
    this(tokenizer, network, maxTokens, ImmutableMap.of());
  }

  /**
   * An encoder over word2vec's or GloVe's vectors, and the authors' word tokenizer.
   *
   * @param vectors not copied, and not to be changed
   * @param maxTokens words read of a caption, at least 3; longer captions are truncated. The
   *     paper's is 30
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
   * An encoder over the word embeddings of a pretrained BERT, without the rest of it; its word
   * pieces, [CLS] and [SEP] with them, and its largest number of tokens.
   *
   * @throws IllegalStateException if the BERT was not made from a pretrained model
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

  /** Name of the table's parameter, to freeze it. */
  public static Predicate<String> table() {
    return (WordEmbeddingNetwork.TABLE + ".weight")::equals;
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
      throw new IllegalArgumentException("caption: found a blank one, expected a sentence");
    }
    CaptionTokenizer.Tokens tokens = tokenizer.encode(caption, maxTokens);
    if (tokens.truncated() > 0) {
      truncated.increment();
    }
    return tokens.ids().toArray();
  }

  /**
   * How many of the captions tokenized so far were longer than {@link #maxTokens} and truncated.
   */
  public long truncatedCaptions() {
    return truncated.sum();
  }

  @Override
  public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
    requireOpen();
    return network.apply(context.withInitialValues(pretrained), shape);
  }

  /** Writes {@code word_embeddings.json}, and {@code words.json} or {@code tokenizer.json}. */
  @Override
  public void save(Path directory) throws IOException {
    requireOpen();
    AtomicFiles.write(
        directory.resolve(WordEmbeddingsJson.FILE),
        WordEmbeddingsJson.of(tokenizer, network, maxTokens).format());
    tokenizer.save(directory);
  }

  /** Frees the tokenizer, once the captions under way are done. Closing twice is harmless. */
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
