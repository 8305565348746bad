package org.mmt4j.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes a {@link TinyBert} in the format of HuggingFace's libraries. */
final class TinyHuggingFace {

  static final String CONFIG =
      """
      {
        "architectures": ["BertModel"],
        "attention_probs_dropout_prob": 0.1,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": 8,
        "initializer_range": 0.02,
        "intermediate_size": 12,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": 10,
        "model_type": "bert",
        "num_attention_heads": 2,
        "num_hidden_layers": 2,
        "pad_token_id": 0,
        "position_embedding_type": "absolute",
        "type_vocab_size": 2,
        "vocab_size": 12
      }
      """;

  private TinyHuggingFace() {}

  static void write(Path directory, Map<String, INDArray> tensors) throws IOException {
    Files.writeString(directory.resolve("config.json"), CONFIG);
    Files.write(directory.resolve("vocab.txt"), TinyBert.VOCABULARY.tokens());
    Safetensors.write(directory.resolve("model.safetensors"), tensors);
  }
}
