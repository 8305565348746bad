package org.mmt4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.mmt4j.io.Safetensors;
import org.mmt4j.text.BertConfig;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The BERT of the golden checkpoint, sizes and vocabulary, with weights of its own. */
final class TinyBert {

  static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  private TinyBert() {}

  /** Writes a directory as HuggingFace's libraries do. */
  static Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String file : new String[] {"config.json", "vocab.txt"}) {
      Files.copy(GOLDEN.resolve("bert").resolve(file), directory.resolve(file));
    }
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(1);
    config(directory)
        .parameterShapes()
        .forEach((name, shape) -> tensors.put(name, tensor(random, shape.toArray())));
    Safetensors.write(directory.resolve("model.safetensors"), tensors);
    return directory;
  }

  private static INDArray tensor(SplittableRandom random, long[] shape) {
    double[] values = random.doubles(ArrayUtil.prodLong(shape), -0.5, 0.5).toArray();
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(shape);
  }

  private static BertConfig config(Path directory) throws IOException {
    JsonNode sizes = new ObjectMapper().readTree(directory.resolve("config.json").toFile());
    return new BertConfig(
        sizes.get("vocab_size").asInt(),
        sizes.get("hidden_size").asInt(),
        sizes.get("num_hidden_layers").asInt(),
        sizes.get("num_attention_heads").asInt(),
        sizes.get("intermediate_size").asInt(),
        sizes.get("max_position_embeddings").asInt(),
        sizes.get("type_vocab_size").asInt(),
        sizes.get("layer_norm_eps").asDouble());
  }
}
