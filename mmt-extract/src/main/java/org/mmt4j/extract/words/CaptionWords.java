package org.mmt4j.extract.words;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mmt4j.words.StopWords;

/** The words of a caption as vectors, as {@code ocr} and {@code speech} have those of a video. */
public final class CaptionWords {

  private CaptionWords() {}

  /**
   * Returns the vectors of the known words of each caption, without stop words unless it has no
   * others.
   *
   * @param models folder of model files; empty if there is none
   * @throws IllegalArgumentException if a caption has no known word
   * @throws IOException if the word vectors cannot be read
   */
  public static List<List<float[]>> of(List<String> captions, Optional<Path> models)
      throws IOException {
    List<List<float[]>> vectors = new ArrayList<>();
    try (WordEmbedder embedder = WordModels.open(models)) {
      for (String caption : captions) {
        vectors.add(vectors(caption, embedder));
      }
    }
    return vectors;
  }

  private static List<float[]> vectors(String caption, WordEmbedder embedder) {
    List<String> all =
        Splitter.onPattern("[^\\p{L}\\p{M}\\p{N}']+")
            .omitEmptyStrings()
            .splitToList(caption.toLowerCase(Locale.ROOT));
    List<String> content = all.stream().filter(word -> !StopWords.isStopWord(word)).toList();
    List<float[]> vectors = new ArrayList<>();
    for (String word : content.isEmpty() ? all : content) {
      embedder.vector(word).ifPresent(vectors::add);
    }
    if (vectors.isEmpty()) {
      throw new IllegalArgumentException(
          "caption \"" + caption + "\": found no known word, expected at least one");
    }
    return vectors;
  }
}
