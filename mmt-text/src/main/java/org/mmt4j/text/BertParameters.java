package org.mmt4j.text;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Predicates for the names of parameters of the text BERT, to freeze them (paper, Table 2). */
public final class BertParameters {

  private static final Pattern LAYER = Pattern.compile("txt_bert\\.encoder\\.layer\\.(\\d+)\\..*");

  private BertParameters() {}

  /** Matches all parameters of the text BERT. */
  public static Predicate<String> all() {
    return name -> name.startsWith("txt_bert.");
  }

  /** Matches the embeddings: words, positions, token types and their layer norm. */
  public static Predicate<String> embeddings() {
    return name -> name.startsWith("txt_bert.embeddings.");
  }

  /**
   * Matches layers 0 to k - 1 of the encoder, without the embeddings.
   *
   * @throws IllegalArgumentException if k is less than 1
   */
  public static Predicate<String> layersBelow(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "number of layers to freeze: found " + k + ", expected at least 1");
    }
    return name -> {
      Matcher layer = LAYER.matcher(name);
      return layer.matches() && Integer.parseInt(layer.group(1)) < k;
    };
  }
}
