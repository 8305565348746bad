package org.mmt4j.text;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mmt4j.nn.ParameterNames;

/** Selections of parameters of the text BERT, to freeze them (paper, Table 2). */
public final class BertParameters {

  private BertParameters() {}

  /** Selects all parameters of the text BERT. */
  public static ParameterNames all() {
    return ParameterNames.startingWith("txt_bert.");
  }

  /** Selects the embeddings: words, positions, token types and their layer norm. */
  public static ParameterNames embeddings() {
    return ParameterNames.startingWith("txt_bert.embeddings.");
  }

  /**
   * Selects layers 0 to k - 1 of the encoder, without the embeddings.
   *
   * @throws IllegalArgumentException if k is less than 1
   */
  public static ParameterNames layersBelow(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "number of layers to freeze: found " + k + ", expected at least 1");
    }
    String layers =
        IntStream.range(0, k).mapToObj(String::valueOf).collect(Collectors.joining("|"));
    return ParameterNames.matching("txt_bert\\.encoder\\.layer\\.(" + layers + ")\\..*");
  }
}
