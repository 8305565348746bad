package org.mmt4j.examples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
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
   *     path: profile bert-base) or a directory as HuggingFace's libraries write it
   * @param words word pieces of a caption that it reads
   * @throws IOException if there is none, or its files cannot be read
   */
  static Bert load(String name, int words) throws IOException {
    BertOptions options = BertOptions.DEFAULTS.withMaxTokens(words);
    return switch (name) {
      case "minilm" -> MiniLm.load(words);
      case "base" -> base(options);
      default -> Bert.fromDirectory(directory(name), options);
    };
  }

  private static Bert base(BertOptions options) throws IOException {
    try {
      return Bert.baseCased(true, options);
    } catch (FileNotFoundException e) {
      throw new IOException(
          "--bert base: found no BERT-base-cased on the class path; expected these programs built"
              + " with -Pbert-base, which downloads it (405 MB), or --bert DIR with a directory of"
              + " it as HuggingFace's libraries write it, or --bert minilm",
          e);
    }
  }

  private static Path directory(String name) throws IOException {
    Path directory = Path.of(name);
    if (!Files.isDirectory(directory)) {
      throw new IOException("--bert: found \"" + name + "\", expected minilm, base or a directory");
    }
    return directory;
  }
}
