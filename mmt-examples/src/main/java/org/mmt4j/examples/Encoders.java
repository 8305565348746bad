package org.mmt4j.examples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertOptions;

/** Loads caption encoders by their names on the command line. */
final class Encoders {

  private Encoders() {}

  /**
   * Loads a caption encoder; the caller closes it.
   *
   * @param name {@code minilm}, {@code base} (BERT-base-cased, whose artifact must be on the class
   *     path: Maven profile bert-base) or a directory in the format of HuggingFace's libraries
   * @param maxTokens maximum number of word pieces of a caption
   * @throws IOException if the encoder is not found or its files cannot be read
   */
  static Bert load(String name, int maxTokens) throws IOException {
    BertOptions options = BertOptions.DEFAULTS.withMaxTokens(maxTokens);
    return switch (name) {
      case "minilm" -> MiniLm.load(maxTokens);
      case "base" -> base(options);
      default -> Bert.fromDirectory(directory(name), options);
    };
  }

  private static Bert base(BertOptions options) throws IOException {
    try {
      return Bert.baseCased(true, options);
    } catch (FileNotFoundException e) {
      throw new IOException(
          "--bert base: found no BERT-base-cased on the class path. Build these programs with"
              + " -Pbert-base, which downloads it (405 MB), or use --bert DIR with a directory in the"
              + " format of HuggingFace's libraries, or use --bert minilm",
          e);
    }
  }

  private static Path directory(String name) throws IOException {
    Path directory = Path.of(name);
    if (!Files.isDirectory(directory)) {
      throw new IOException("--bert: expected minilm, base or a directory, found \"" + name + "\"");
    }
    return directory;
  }
}
