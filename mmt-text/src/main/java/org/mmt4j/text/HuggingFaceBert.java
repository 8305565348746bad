package org.mmt4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a BERT from a directory that HuggingFace's libraries wrote: {@code config.json}, {@code
 * model.safetensors} or else {@code pytorch_model.bin}, each of them in one file or in shards with
 * an index, and {@code tokenizer.json} or {@code vocab.txt}. Weights in half and double precision
 * are converted to float32. In a directory of sentence-transformers, {@code modules.json} names the
 * folder of the BERT.
 *
 * <p>The names of the tensors may start with those of the models around the BERT ({@code bert.},
 * {@code text_encoder.}, {@code module.}), whose other tensors are skipped. Layer norms may have
 * the old names {@code gamma} and {@code beta}. The pooler is kept. Heads for pretraining and other
 * tasks ({@code cls.}, {@code classifier.}, {@code qa_outputs.}) and the position ids ({@code
 * embeddings.position_ids}) are skipped. Any other tensor beside those of the BERT is an error.
 */
public final class HuggingFaceBert {

  static final String CONFIG_FILE = "config.json";

  private static final Logger log = LoggerFactory.getLogger(HuggingFaceBert.class);

  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final Pattern SKIPPED =
      Pattern.compile(
          "(cls|classifier|qa_outputs)\\..*|embeddings\\.(position_ids|token_type_ids)");

  /** Architectures whose tensors have the names of a BERT, but another meaning. */
  private static final Pattern OTHERS =
      Pattern.compile("(roberta|electra|camembert|layoutlm|mpnet|ernie)\\.$");

  private HuggingFaceBert() {}

  /**
   * Reads sizes and weights. The caller closes the weights, or gives them to a {@link Bert}.
   *
   * @param directory contains {@code config.json} and the weights
   * @throws TensorFileException if a file of the weights is damaged or missing, the tensors are not
   *     those of a BERT, one is not of floating-point numbers or has a wrong shape, or a weight is
   *     NaN or infinite; the message names the tensors
   * @throws DataFileException if there is no file of weights, or {@code config.json} is damaged,
   *     missing, or does not describe a BERT with GELU or ReLU and absolute positions
   * @throws IOException if reading fails
   */
  public static BertWeights read(Path directory) throws IOException {
    long start = System.nanoTime();
    Path bert = SentenceTransformer.bertDirectory(directory);
    BertConfig config = BertLoader.readSettings(bert.resolve(CONFIG_FILE), HuggingFaceBert::config);
    Path file = HuggingFaceWeights.file(bert);
    BertWeights weights =
        Workspaces.outside(() -> weights(file, config, HuggingFaceWeights.read(file)));
    log.info(
        "read the weights of {} from {} in {} ms",
        config,
        file,
        (System.nanoTime() - start) / 1_000_000);
    return weights;
  }

  /**
   * Returns the options for a directory: in one of sentence-transformers its pooling and its
   * maximum number of tokens ({@code max_seq_length}), otherwise {@link BertOptions#DEFAULTS}.
   *
   * @throws DataFileException if a file is damaged or missing, there are several modes of pooling
   *     or one that is not supported, or modules other than BERT, pooling and normalisation
   * @throws IOException if reading fails
   */
  public static BertOptions options(Path directory) throws IOException {
    return SentenceTransformer.options(directory);
  }

  /** Returns the weights among the tensors of a file and frees the other tensors. */
  private static BertWeights weights(Path file, BertConfig config, Map<String, INDArray> tensors)
      throws TensorFileException {
    Set<INDArray> unused = Sets.newIdentityHashSet();
    unused.addAll(tensors.values());
    try {
      Map<String, INDArray> floats = ofBert(tensors);
      floats.replaceAll((name, tensor) -> asFloat(name, tensor));
      unused.addAll(floats.values());
      BertWeights weights = weights(config, floats);
      weights.tensors().values().forEach(unused::remove);
      return weights;
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    } finally {
      unused.forEach(INDArray::close);
    }
  }

  private static BertWeights weights(BertConfig config, Map<String, INDArray> found) {
    Map<String, INDArray> ordered = new LinkedHashMap<>();
    for (String name :
        Iterables.concat(config.parameterShapes().keySet(), config.poolerShapes().keySet())) {
      INDArray tensor = found.remove(name);
      if (tensor != null) {
        ordered.put(name, tensor);
      }
    }
    ordered.putAll(found); // unknown tensors: BertWeights names them in its message
    BertWeights weights = new BertWeights(config, ordered);
    weights
        .tensors()
        .forEach((name, tensor) -> FloatTensor.requireFinite(name, tensor.data().asFloat()));
    return weights;
  }

  /**
   * Reads the vocabulary and the rules of the tokenizer: the word pieces from {@code
   * tokenizer.json} if it exists, else from {@code vocab.txt}. Rules in {@code
   * tokenizer_config.json} ({@code do_lower_case}, {@code strip_accents}, {@code
   * tokenize_chinese_chars}, {@code never_split}) replace those of {@code tokenizer.json}; text is
   * lower-cased if no file says otherwise, as in HuggingFace's libraries. Added tokens are those of
   * {@code tokenizer.json}, {@code tokenizer_config.json}, {@code added_tokens.json} and {@code
   * special_tokens_map.json}.
   *
   * @throws DataFileException if a file is damaged, missing, or does not belong to a BERT
   * @throws IOException if reading fails
   */
  public static WordPieceVocabulary vocabulary(Path directory) throws IOException {
    return HuggingFaceTokenizer.read(SentenceTransformer.bertDirectory(directory));
  }

  private static BertConfig config(byte[] json) throws IOException {
    JsonNode root = BertJson.tree(json);
    requireBert(root);
    BertJson.requireIfPresent(root, "position_embedding_type", "absolute");
    BertJson.requireIfPresent(root, "is_decoder", "false");
    BertJson.requireIfPresent(root, "add_cross_attention", "false");
    if (root instanceof ObjectNode fields && !fields.has(BertJson.EPSILON)) {
      fields.put(BertJson.EPSILON, 1e-12); // files from 2018 do not have it
    }
    return BertJson.sizes(root);
  }

  /** Files from 2018 have neither of the two fields. */
  private static void requireBert(JsonNode root) {
    JsonNode type = root.path("model_type");
    JsonNode architectures = root.path("architectures");
    boolean isBert =
        type.isMissingNode()
            ? architectures.isEmpty() || architectures.path(0).asText().startsWith("Bert")
            : type.asText().equals("bert");
    if (!isBert) {
      String field = type.isMissingNode() ? "architectures" : "model_type";
      throw new IllegalArgumentException(
          "field "
              + field
              + ": found "
              + Excerpt.of(root.path(field).toString())
              + ", expected \"bert\": other architectures are not read; use a BERT such as"
              + " bert-base-uncased, all-MiniLM-L6-v2 or bge-small-en-v1.5");
    }
  }

  /** Returns the tensors of the BERT under their current names, without those of heads. */
  private static Map<String, INDArray> ofBert(Map<String, INDArray> tensors) {
    String prefix = prefix(tensors.keySet());
    Map<String, INDArray> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          String currentName =
              currentName(name.substring(Math.min(prefix.length(), name.length())));
          if (name.startsWith(prefix)
              && !SKIPPED.matcher(currentName).matches()
              && renamed.put(currentName, tensor) != null) {
            throw new IllegalArgumentException(
                "tensor "
                    + currentName
                    + ": found a duplicate, stored as "
                    + name
                    + ", expected one tensor");
          }
        });
    if (!prefix.isEmpty() && tensors.size() > renamed.size()) {
      log.debug("skipped {} tensors beside {}", tensors.size() - renamed.size(), prefix);
    }
    return renamed;
  }

  /** Returns what precedes the names of the BERT, such as {@code bert.}; mostly nothing. */
  private static String prefix(Set<String> names) {
    List<String> prefixes =
        names.stream()
            .filter(name -> name.equals(WORDS) || name.endsWith("." + WORDS))
            .map(name -> name.substring(0, name.length() - WORDS.length()))
            .toList();
    if (prefixes.size() > 1) {
      throw new IllegalArgumentException(
          "names of tensors: found several BERTs, after "
              + prefixes
              + ", expected one; save the text encoder alone");
    }
    String prefix = prefixes.isEmpty() ? "" : prefixes.get(0);
    if (OTHERS.matcher(prefix).find()) {
      throw new IllegalArgumentException(
          "names of tensors: found " + prefix + WORDS + ", expected those of a BERT");
    }
    return prefix;
  }

  private static String currentName(String name) {
    return name.replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
        .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
  }

  private static INDArray asFloat(String name, INDArray tensor) {
    return switch (tensor.dataType()) {
      case FLOAT -> tensor;
      case DOUBLE -> tensor.castTo(DataType.FLOAT);
      default ->
          throw new IllegalArgumentException(
              "tensor "
                  + name
                  + ": found values of type "
                  + tensor.dataType()
                  + ", expected floating-point numbers");
    };
  }
}
