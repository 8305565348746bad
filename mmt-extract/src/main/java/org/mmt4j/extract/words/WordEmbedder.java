package org.mmt4j.extract.words;

import com.google.common.base.Splitter;
import java.util.Optional;

/** Maps words to vectors. Not thread-safe. */
interface WordEmbedder extends AutoCloseable {

  /** Returns the dimension of the vectors. */
  int dimension();

  /** Returns the vector of a word; empty if the word is unknown. */
  Optional<float[]> vector(String word);

  /** Returns the mean of the vectors of the known words of a text; empty if there are none. */
  default Optional<float[]> mean(String text) {
    float[] sum = new float[dimension()];
    int known = 0;
    for (String word :
        Splitter.onPattern("[^\\p{L}\\p{M}\\p{N}']+").omitEmptyStrings().split(text)) {
      Optional<float[]> vector = vector(word);
      if (vector.isPresent()) {
        known++;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += vector.get()[i];
        }
      }
    }
    if (known == 0) {
      return Optional.empty();
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= known;
    }
    return Optional.of(sum);
  }

  @Override
  void close();
}
