package org.mmt4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.mmt4j.io.Safetensors;
import org.mmt4j.text.BertConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A BERT with the sizes and the vocabulary of the golden checkpoint and random weights. */
final class TinyBert {

  static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyBert() {}

  /** Writes a directory in the format of HuggingFace's libraries. */
  static Path write(Path directory) throws IOException {
    return write(directory, config());
  }

  /** Writes a directory with a different number of positions. */
  static Path write(Path directory, int positions) throws IOException {
    return write(directory, config().put("max_position_embeddings", positions));
  }

  private static ObjectNode config() throws IOException {
    return (ObjectNode) JSON.readTree(GOLDEN.resolve("bert/config.json").toFile());
  }

  private static Path write(Path directory, ObjectNode config) throws IOException {
    Files.createDirectories(directory);
    JSON.writeValue(directory.resolve("config.json").toFile(), config);
    Files.copy(GOLDEN.resolve("bert/vocab.txt"), directory.resolve("vocab.txt"));
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(1);
    sizes(config)
        .parameterShapes()
        .forEach((name, shape) -> tensors.put(name, tensor(random, shape)));
    Safetensors.write(directory.resolve("model.safetensors"), tensors);
    return directory;
  }

  private static INDArray tensor(SplittableRandom random, long[] shape) {
    double[] values =
        random.doubles(LongStream.of(shape).reduce(1, Math::multiplyExact), -0.5, 0.5).toArray();
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(shape);
  }

  private static BertConfig sizes(JsonNode sizes) {
    return BertConfig.builder()
        .vocabularySize(sizes.get("vocab_size").asInt())
        .hiddenSize(sizes.get("hidden_size").asInt())
        .layers(sizes.get("num_hidden_layers").asInt())
        .heads(sizes.get("num_attention_heads").asInt())
        .intermediateSize(sizes.get("intermediate_size").asInt())
        .maxPositions(sizes.get("max_position_embeddings").asInt())
        .tokenTypes(sizes.get("type_vocab_size").asInt())
        .layerNormEpsilon(sizes.get("layer_norm_eps").asDouble())
        .build();
  }
}
