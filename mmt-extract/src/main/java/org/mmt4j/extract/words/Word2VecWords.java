package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mmt4j.text.WordVectors;

/**
 * The vectors of a word2vec file: that of the word as written, else that of the word in lower case.
 */
final class Word2VecWords implements WordEmbedder {

  private final WordVectors vectors;
  private final Map<String, Integer> rows = new HashMap<>();

  private Word2VecWords(WordVectors vectors) {
    this.vectors = vectors;
    for (int i = 2; i < vectors.words().size(); i++) { // skip the padding and the unknown word
      rows.put(vectors.words().get(i), i);
    }
  }

  static Word2VecWords read(Path file) throws IOException {
    return new Word2VecWords(WordVectors.word2vecBinary(file));
  }

  @Override
  public int dimension() {
    return vectors.dimension();
  }

  @Override
  public Optional<float[]> vector(String word) {
    Integer row = rows.getOrDefault(word, rows.get(word.toLowerCase(Locale.ROOT)));
    return Optional.ofNullable(row).map(found -> vectors.table().getRow(found).toFloatVector());
  }

  @Override
  public void close() {
    vectors.close();
  }
}
