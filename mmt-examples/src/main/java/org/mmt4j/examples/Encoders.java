package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertOptions;

/** The caption encoders that users name. */
final class Encoders {

  private Encoders() {}

  /**
   * Loads one; the caller closes it.
   *
   * @param name {@code minilm}, {@code base} (BERT-base-cased, whose artifact must be on the class
   *     path) or a directory as HuggingFace's libraries write it
   * @param words word pieces of a caption that it reads
   */
  static Bert load(String name, int words) throws IOException {
    BertOptions options = BertOptions.DEFAULTS.withMaxTokens(words);
    return switch (name) {
      case "minilm" -> MiniLm.load(words);
      case "base" -> Bert.baseCased(true, options);
      default -> Bert.fromDirectory(Path.of(name), options);
    };
  }
}
