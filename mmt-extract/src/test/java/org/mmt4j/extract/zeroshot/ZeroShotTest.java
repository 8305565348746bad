package org.mmt4j.extract.zeroshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.words.CaptionWords;
import org.mmt4j.extract.words.SentenceVectors;

class ZeroShotTest {

  private static final double ROUNDING = 1e-5;

  private static final List<String> CAPTIONS =
      List.of(
          "dog",
          "stock markets fell",
          "market",
          "market rain",
          "a market",
          "the market is in a",
          "a puppy runs over the grass");
  private static final List<String> SENTENCES =
      List.of("dog", "stock markets fell", "person", "car", "pizza", "laptop");
  private static final List<String> WORDS = List.of("market rain", "market", "the");

  private static List<ZeroShot> zeroShots;
  private static float[][] sentences;
  private static List<List<float[]>> words;

  /** Reads the models once: each reading takes seconds. */
  @BeforeAll
  static void embed() throws IOException {
    zeroShots = ZeroShot.of(CAPTIONS, Optional.empty());
    sentences = SentenceVectors.of(SENTENCES);
    words = CaptionWords.of(WORDS, Optional.empty());
  }

  @Test
  void similarityIsOneForTheNamedObjectAllTheTime() {
    float[] dog = sentence("dog");
    assertEquals(1, similarity("dog", "objects", dog), ROUNDING);
    assertEquals(1, similarity("dog", "objects", dog, dog, dog), ROUNDING);
    assertEquals(1, similarity("dog", "objects", times(7, dog)), ROUNDING);
  }

  @Test
  void bestMomentAndMeanCountTheSame() {
    float[] dog = sentence("dog");
    assertEquals(0.5, similarity("dog", "objects", dog, times(-1, dog)), ROUNDING);
  }

  @Test
  void objectsCountAsFarAsTheirClassesSayWhatTheCaptionSays() {
    String caption = "stock markets fell";
    float[] feature = sentence(caption);
    double found = similarity(caption, "objects", feature);
    assertTrue(found < 0.4, "" + found);
  }

  @Test
  void eachWordCountsWhereItIsReadOrHeard() {
    List<float[]> words = words("market rain");
    float[] market = words.get(0);
    float[] rain = words.get(1);
    double other = cosine(market, rain);
    for (String expert : List.of("ocr", "speech")) {
      assertEquals(1, similarity("market", expert, market), ROUNDING);
      assertEquals((1 + other) / 2, similarity("market rain", expert, market), ROUNDING);
      assertEquals(
          (1 + (1 + other) / 2) / 2, similarity("a market", expert, market, rain), ROUNDING);
    }
  }

  @Test
  void stopWordsDoNotCount() {
    float[] market = words("market").get(0);
    assertEquals(1, similarity("the market is in a", "speech", market), ROUNDING);
    assertEquals(1, words("the").size());
  }

  @Test
  void videoWithoutFeaturesHasSimilarityZero() {
    ZeroShot dog = caption("dog");
    assertEquals(0, dog.similarity(VideoFeatures.of("none", Map.of())));
    float[] value = {1, 2};
    assertEquals(0, dog.similarity(video("motion", value)));
  }

  @Test
  void paraphraseOfTheContentIsFirst() {
    ZeroShot caption = caption("a puppy runs over the grass");
    double dog = caption.similarity(video("objects", sentence("dog")));
    for (String other : List.of("person", "car", "pizza", "laptop")) {
      assertTrue(dog > caption.similarity(video("objects", sentence(other))), other);
    }
  }

  @Test
  void rejectsFeaturesOfOtherWordVectors() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> similarity("dog", "speech", new float[] {1, 2, 3}));
    assertEquals(
        "features of speech: found dimension 3, expected 384; extract them with the same word"
            + " vectors",
        e.getMessage());
  }

  @Test
  void rejectsCaptionWithoutWords() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> ZeroShot.of(" ?! ", Optional.empty()));
    assertEquals("caption \" ?! \": found no known word, expected at least one", e.getMessage());
  }

  private static double similarity(String caption, String expert, float[]... features) {
    return caption(caption).similarity(video(expert, features));
  }

  private static ZeroShot caption(String text) {
    return zeroShots.get(CAPTIONS.indexOf(text));
  }

  private static VideoFeatures video(String expert, float[]... features) {
    return VideoFeatures.of("video", Map.of(expert, ExpertFeatures.untimed(features)));
  }

  private static float[] sentence(String text) {
    return sentences[SENTENCES.indexOf(text)];
  }

  private static List<float[]> words(String text) {
    return words.get(WORDS.indexOf(text));
  }

  private static float[] times(float factor, float[] vector) {
    float[] product = vector.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= factor;
    }
    return product;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squaresOfA += a[i] * a[i];
      squaresOfB += b[i] * b[i];
    }
    return product / Math.sqrt(squaresOfA * squaresOfB);
  }
}
