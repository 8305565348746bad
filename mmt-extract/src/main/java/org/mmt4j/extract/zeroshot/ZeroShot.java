package org.mmt4j.extract.zeroshot;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.objects.DetectedObjects;
import org.mmt4j.extract.visiontext.VisionTextCaptions;
import org.mmt4j.extract.words.CaptionWords;
import org.mmt4j.extract.words.SentenceVectors;

/**
 * The similarity of a caption and videos without training, by experts whose features are vectors of
 * text: {@code objects}, {@code ocr} and {@code speech}; and {@code clip}, if the model folder has
 * its text tower.
 *
 * <pre>{@code
 * s(v, c) = b(h, clip) + w(c) b(q, objects) + (1 / J) sum over words j of [b(u_j, ocr) + b(u_j, speech)]
 * b(x, e) = (max over t of cos(x, f_t) + mean over t of cos(x, f_t)) / 2
 * w(c)    = max over classes k of cos(q, v_k), at least 0
 * }</pre>
 *
 * where h is the caption by the text tower of {@link VisionTextCaptions}, {@code f_t} are the
 * features of expert e at the times t, {@code q} is the sentence embedding of the caption, {@code
 * u_j} are the vectors of its J words without stop words, and {@code v_k} are the sentence
 * embeddings of the names of the classes of objects. So objects count as far as their classes can
 * say what the caption says. An expert without features of a video adds 0.
 *
 * <p>Ours, not the paper's. Thread-safe.
 */
public final class ZeroShot {

  private static final String OBJECTS = "objects";
  private static final String CLIP = "clip";
  private static final List<String> READ_AND_HEARD = List.of("ocr", "speech");

  private final float[] sentence;
  private final double objectsWeight;
  private final List<float[]> words;
  private final Optional<float[]> tower;

  private ZeroShot(
      float[] sentence, double objectsWeight, List<float[]> words, Optional<float[]> tower) {
    this.tower = tower;
    this.sentence = sentence;
    this.objectsWeight = objectsWeight;
    this.words = words;
  }

  /** Returns the names of the experts that count. */
  public static SortedSet<String> experts() {
    return ImmutableSortedSet.<String>naturalOrder()
        .add(CLIP, OBJECTS)
        .addAll(READ_AND_HEARD)
        .build();
  }

  /**
   * Embeds a caption, as {@link #of(List, Optional)} does.
   *
   * @param models folder of model files with which the features were extracted; empty if there was
   *     none
   * @throws IllegalArgumentException if the caption has no word
   * @throws IllegalStateException if there are no sentence embeddings; the message says why
   * @throws IOException if a model cannot be read
   */
  public static ZeroShot of(String caption, Optional<Path> models) throws IOException {
    return of(List.of(caption), models).get(0);
  }

  /**
   * Embeds captions, for which models are read once.
   *
   * @param models folder of model files with which the features were extracted; empty if there was
   *     none
   * @throws IllegalArgumentException if a caption has no word
   * @throws IllegalStateException if there are no sentence embeddings; the message says why
   * @throws IOException if a model cannot be read
   */
  public static List<ZeroShot> of(List<String> captions, Optional<Path> models) throws IOException {
    SentenceVectors.unavailableReason()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    List<String> classes = DetectedObjects.classes();
    List<List<float[]>> words = CaptionWords.of(captions, models);
    List<Optional<float[]>> towers = towers(captions, models);
    float[][] vectors = SentenceVectors.of(Lists.newArrayList(Iterables.concat(classes, captions)));
    List<ZeroShot> embedded = new ArrayList<>();
    for (int i = 0; i < captions.size(); i++) {
      float[] sentence = vectors[classes.size() + i];
      double weight = 0;
      for (int k = 0; k < classes.size(); k++) {
        weight = Math.max(weight, cosine(sentence, vectors[k]));
      }
      embedded.add(new ZeroShot(sentence, weight, words.get(i), towers.get(i)));
    }
    return embedded;
  }

  private static List<Optional<float[]>> towers(List<String> captions, Optional<Path> models)
      throws IOException {
    if (models.isEmpty() || VisionTextCaptions.unavailableReason(models).isPresent()) {
      return Collections.nCopies(captions.size(), Optional.empty());
    }
    List<Optional<float[]>> vectors = new ArrayList<>();
    try (VisionTextCaptions tower = VisionTextCaptions.open(models.get())) {
      for (String caption : captions) {
        vectors.add(Optional.of(tower.vector(caption)));
      }
    }
    return vectors;
  }

  /**
   * Returns the similarity of the caption and a video; the higher, the more similar.
   *
   * @throws IllegalArgumentException if features have another dimension than the vectors of words
   */
  public double similarity(VideoFeatures video) {
    double sum = objectsWeight * bestAndMean(sentence, video, OBJECTS);
    if (tower.isPresent()) {
      sum += bestAndMean(tower.get(), video, CLIP);
    }
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
