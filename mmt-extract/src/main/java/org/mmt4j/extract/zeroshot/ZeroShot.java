package org.mmt4j.extract.zeroshot;

import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.objects.DetectedObjects;
import org.mmt4j.extract.words.CaptionWords;
import org.mmt4j.extract.words.SentenceVectors;

/**
 * The similarity of a caption and videos without training, by experts whose features are vectors of
 * text: {@code objects}, {@code ocr} and {@code speech}.
 *
 * <pre>{@code
 * s(v, c) = w(c) b(q, objects) + (1 / J) sum over words j of [b(u_j, ocr) + b(u_j, speech)]
 * b(x, e) = (max over t of cos(x, f_t) + mean over t of cos(x, f_t)) / 2
 * w(c)    = max over classes k of cos(q, v_k), at least 0
 * }</pre>
 *
 * where {@code f_t} are the features of expert e at the times t, {@code q} is the sentence
 * embedding of the caption, {@code u_j} are the vectors of its J words without stop words, and
 * {@code v_k} are the sentence embeddings of the names of the classes of objects. So objects count
 * as far as their classes can say what the caption says. An expert without features of a video adds
 * 0.
 *
 * <p>Ours, not the paper's. Thread-safe.
 */
public final class ZeroShot {

  private static final String OBJECTS = "objects";
  private static final List<String> READ_AND_HEARD = List.of("ocr", "speech");

  private final float[] sentence;
  private final double objectsWeight;
  private final List<float[]> words;

  private ZeroShot(float[] sentence, double objectsWeight, List<float[]> words) {
    this.sentence = sentence;
    this.objectsWeight = objectsWeight;
    this.words = words;
  }

  /** Returns the names of the experts that count. */
  public static SortedSet<String> experts() {
    return ImmutableSortedSet.<String>naturalOrder().add(OBJECTS).addAll(READ_AND_HEARD).build();
  }

  /**
   * Embeds a caption.
   *
   * @param models folder of model files with which the features were extracted; empty if there was
   *     none
   * @throws IllegalArgumentException if the caption has no word
   * @throws IllegalStateException if there are no sentence embeddings; the message says why
   * @throws IOException if a model cannot be read
   */
  public static ZeroShot of(String caption, Optional<Path> models) throws IOException {
    SentenceVectors.unavailableReason()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    List<float[]> words = CaptionWords.of(caption, models);
    List<String> texts = new ArrayList<>(DetectedObjects.classes());
    texts.add(caption);
    float[][] vectors = SentenceVectors.of(texts);
    float[] sentence = vectors[vectors.length - 1];
    double weight = 0;
    for (int k = 0; k < vectors.length - 1; k++) {
      weight = Math.max(weight, cosine(sentence, vectors[k]));
    }
    return new ZeroShot(sentence, weight, words);
  }

  /**
   * Returns the similarity of the caption and a video; the higher, the more similar.
   *
   * @throws IllegalArgumentException if features have another dimension than the vectors of words
   */
  public double similarity(VideoFeatures video) {
    double sum = objectsWeight * bestAndMean(sentence, video, OBJECTS);
    for (float[] word : words) {
      for (String expert : READ_AND_HEARD) {
        sum += bestAndMean(word, video, expert) / words.size();
      }
    }
    return sum;
  }

  private static double bestAndMean(float[] vector, VideoFeatures video, String expert) {
    Optional<ExpertFeatures> features = video.expert(expert);
    if (features.isEmpty()) {
      return 0;
    }
    int count = features.get().count();
    requireDimension(expert, features.get().dimension(), vector.length);
    double best = -1;
    double sum = 0;
    for (int t = 0; t < count; t++) {
      double similarity = cosine(vector, features.get().feature(t));
      best = Math.max(best, similarity);
      sum += similarity;
    }
    return (best + sum / count) / 2;
  }

  private static void requireDimension(String expert, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "features of "
              + expert
              + ": found dimension "
              + found
              + ", expected "
              + expected
              + "; extract them with the same word vectors");
    }
  }

  /** Returns the cosine of the angle; 0 if a vector is 0. */
  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(squaresOfA * squaresOfB);
    return lengths == 0 ? 0 : product / lengths;
  }
}
