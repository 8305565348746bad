package org.mmt4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.TensorFileException;
import org.mmt4j.io.TorchFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a BERT from a directory that HuggingFace's libraries wrote: {@code config.json}, {@code
 * model.safetensors} or else {@code pytorch_model.bin}, and {@code tokenizer.json} or {@code
 * vocab.txt}. Weights in half precision are converted to float32.
 *
 * <p>Names may start with {@code bert.}, and layer norms may have the old names {@code gamma} and
 * {@code beta}. The pooler is kept. Heads for pretraining and other tasks ({@code cls.}, {@code
 * classifier.}, {@code qa_outputs.}) and the position ids ({@code embeddings.position_ids}) are
 * skipped. Any other tensor is an error.
 */
public final class HuggingFaceBert {

  static final String CONFIG_FILE = "config.json";
  static final String WEIGHTS_FILE = "model.safetensors";
  static final String TORCH_WEIGHTS_FILE = "pytorch_model.bin";
  static final String VOCABULARY_FILE = "vocab.txt";
  static final String TOKENIZER_CONFIG_FILE = "tokenizer_config.json";

  private static final Logger log = LoggerFactory.getLogger(HuggingFaceBert.class);

  private static final Pattern SKIPPED =
      Pattern.compile("(cls|classifier|qa_outputs)\\..*|embeddings\\.position_ids");

  private HuggingFaceBert() {}

  /**
   * Reads sizes and weights. The caller closes the weights, or gives them to a {@link Bert}.
   *
   * @param directory contains {@code config.json} and {@code model.safetensors} or {@code
   *     pytorch_model.bin}
   * @throws TensorFileException if the file of the weights is damaged, the tensors are not exactly
   *     those of a BERT, one is not float32 or has a wrong shape, or a weight is NaN or infinite;
   *     the message names the tensors
   * @throws DataFileException if there is no file of weights, or {@code config.json} is damaged,
   *     missing, or does not describe a BERT with erf GELU and absolute positions
   * @throws IOException if reading fails
   */
  public static BertWeights read(Path directory) throws IOException {
    long start = System.nanoTime();
    BertConfig config = BertLoader.read(directory.resolve(CONFIG_FILE), HuggingFaceBert::config);
    Path file = weightsFile(directory);
    BertWeights weights =
        Workspaces.outside(
            () ->
                weights(
                    file,
                    config,
                    file.endsWith(WEIGHTS_FILE)
                        ? Safetensors.read(file)
                        : TorchFile.readStateDict(file)));
    log.info(
        "read the weights of {} from {} in {} ms",
        config,
        file,
        (System.nanoTime() - start) / 1_000_000);
    return weights;
  }

  private static Path weightsFile(Path directory) throws DataFileException {
    for (String name : List.of(WEIGHTS_FILE, TORCH_WEIGHTS_FILE)) {
      if (Files.isRegularFile(directory.resolve(name))) {
        return directory.resolve(name);
      }
    }
    throw new DataFileException(
        directory, "found no weights, expected " + WEIGHTS_FILE + " or " + TORCH_WEIGHTS_FILE);
  }

  /** Returns the weights among the tensors of a file and frees the other tensors. */
  private static BertWeights weights(Path file, BertConfig config, Map<String, INDArray> tensors)
      throws TensorFileException {
    Set<INDArray> unused = Sets.newIdentityHashSet();
    unused.addAll(tensors.values());
    try {
      BertWeights weights = weights(config, tensors);
      weights.tensors().values().forEach(unused::remove);
      return weights;
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    } finally {
      unused.forEach(INDArray::close);
    }
  }

  private static BertWeights weights(BertConfig config, Map<String, INDArray> tensors) {
    Map<String, INDArray> found = withCurrentNames(tensors);
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
    weights.tensors().forEach(HuggingFaceBert::requireFiniteFloats);
    return weights;
  }

  /**
   * Reads the vocabulary from {@code tokenizer.json} if it exists, else from {@code vocab.txt}.
   * With {@code vocab.txt}, {@code do_lower_case} in {@code tokenizer_config.json} decides whether
   * text is lower-cased; it is true by default, as in HuggingFace's libraries.
   *
   * @throws DataFileException if a file is damaged, missing, or does not belong to a BERT
   * @throws IOException if reading fails
   */
  public static WordPieceVocabulary vocabulary(Path directory) throws IOException {
    Path tokenizer = directory.resolve(Bert.TOKENIZER_FILE);
    if (Files.exists(tokenizer)) {
      return BertLoader.read(tokenizer, TokenizerJson::parse);
    }
    Path settings = directory.resolve(TOKENIZER_CONFIG_FILE);
    boolean lowerCase =
        !Files.exists(settings) || BertLoader.read(settings, HuggingFaceBert::lowerCase);
    return BertLoader.read(
        directory.resolve(VOCABULARY_FILE),
        lines -> WordPieceVocabulary.ofLines(new ByteArrayInputStream(lines), lowerCase));
  }

  private static boolean lowerCase(byte[] json) throws IOException {
    JsonNode value = BertJson.tree(json).path("do_lower_case");
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw BertJson.unexpected("do_lower_case", value, "true or false");
    }
    return value.asBoolean(true);
  }

  private static BertConfig config(byte[] json) throws IOException {
    JsonNode root = BertJson.tree(json);
    requireIfPresent(root, "model_type", "bert");
    requireIfPresent(root, "hidden_act", "gelu");
    requireIfPresent(root, "position_embedding_type", "absolute");
    if (root instanceof ObjectNode fields && !fields.has(BertJson.EPSILON)) {
      fields.put(BertJson.EPSILON, 1e-12); // files from 2018 do not have it
    }
    return BertJson.sizes(root);
  }

  private static void requireIfPresent(JsonNode root, String field, String expected) {
    JsonNode value = root.path(field);
    if (!value.isMissingNode() && !value.asText().equals(expected)) {
      throw BertJson.unexpected(field, value, "\"" + expected + "\"");
    }
  }

  private static Map<String, INDArray> withCurrentNames(Map<String, INDArray> tensors) {
    Map<String, INDArray> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          String currentName = currentName(name);
          if (!SKIPPED.matcher(currentName).matches() && renamed.put(currentName, tensor) != null) {
            throw new IllegalArgumentException(
                "tensor "
                    + currentName
                    + ": found a duplicate, stored as "
                    + name
                    + ", expected one tensor");
          }
        });
    return renamed;
  }

  private static String currentName(String name) {
    return name.replaceFirst("^bert\\.", "")
        .replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
        .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
  }

  private static void requireFiniteFloats(String name, INDArray tensor) {
    if (tensor.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "tensor " + name + ": found values of type " + tensor.dataType() + ", expected FLOAT");
    }
    FloatTensor.requireFinite(name, tensor.data().asFloat());
  }
}
