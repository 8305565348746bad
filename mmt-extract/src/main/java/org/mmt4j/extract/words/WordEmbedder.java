package org.mmt4j.extract.words;

import com.google.common.base.Splitter;
import java.util.Optional;

/** Turns words into vectors. Not safe for use by many threads. */
interface WordEmbedder extends AutoCloseable {

  /** Numbers of a vector. */
  int width();

  /** The vector of one word; empty if it is unknown. */
  Optional<float[]> vector(String word);

  /** The mean over the words of a text that are known; empty if none is. */
  default Optional<float[]> mean(String text) {
    float[] sum = new float[width()];
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
