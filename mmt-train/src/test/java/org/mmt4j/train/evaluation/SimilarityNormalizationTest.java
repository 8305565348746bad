package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SimilarityNormalizationTest {

  private static final double TOLERANCE = 1e-14;

  @Property(tries = 100)
  void dualSoftmaxWithInfiniteTemperatureDoesNotChangeMetrics(
      @ForAll @IntRange(min = 1, max = 12) int videos,
      @ForAll @IntRange(min = 1, max = 3) int captionsPerVideo,
      @ForAll long seed) {
    float[][] similarities = withTies(videos * captionsPerVideo, videos, new Random(seed));
    DualSoftmax none = new DualSoftmax(Double.POSITIVE_INFINITY);

    assertEquals(
        RetrievalMetrics.of(similarities),
        normalized(similarities, captionsPerVideo, none, none).metrics());
  }

  @Property(tries = 100)
  void constantBankDoesNotChangeMetrics(
      @ForAll @IntRange(min = 1, max = 12) int videos,
      @ForAll @IntRange(min = 1, max = 4) int bankSize,
      @ForAll @FloatRange(min = -1, max = 1) float similarity,
      @ForAll long seed) {
    float[][] similarities = withTies(videos, videos, new Random(seed));
    float[][] bank = new float[bankSize][videos];
    for (float[] row : bank) {
      Arrays.fill(row, similarity);
    }
    QueryBankNorm uniform = QueryBankNorm.invertedSoftmax(bank, 20);

    assertEquals(
        RetrievalMetrics.of(similarities), normalized(similarities, 1, uniform, uniform).metrics());
  }

  @Property(tries = 100)
  void dynamicFormWithAllCandidatesEqualsTheStaticForm(
      @ForAll @IntRange(min = 1, max = 12) int videos, @ForAll long seed) {
    Random random = new Random(seed);
    float[][] similarities = withTies(videos, videos, random);
    float[][] bank = withTies(3, videos, random);
    QueryBankNorm whole = QueryBankNorm.invertedSoftmax(bank, 20);
    QueryBankNorm dynamic = QueryBankNorm.dynamic(bank, 20, videos);

    assertEquals(
        normalized(similarities, 1, whole, whole).metrics(),
        normalized(similarities, 1, dynamic, dynamic).metrics());
  }

  @Test
  void dualSoftmaxMultipliesByTheSoftmaxOverQueries() {
    // columns: exp(ln 3) : exp(0) = 3 : 1, and exp(0) : exp(0)
    double[][] similarities = {{Math.log(3), 0.5}, {0, 0.5}};

    double[][] changed = new DualSoftmax(1).apply(similarities);

    assertArrayEquals(new double[] {Math.log(3) * 2 * 0.75, 0.5}, changed[0], TOLERANCE);
    assertArrayEquals(new double[] {0, 0.5}, changed[1], TOLERANCE);
  }

  @Test
  void invertedSoftmaxDividesByTheExponentialsOfTheBank() {
    float[][] bank = {{0, 1}, {0, 1}};
    double[][] similarities = {{1, 1}};

    double[][] changed = QueryBankNorm.invertedSoftmax(bank, 2).apply(similarities);

    // exp(2) / (1 + 1), and exp(2) / (2 exp(2))
    assertArrayEquals(new double[] {2 - Math.log(2), -Math.log(2)}, changed[0], TOLERANCE);
  }

  @Test
  void dynamicFormNormalizesOnlyActivatedQueries() {
    float[][] bank = {{1, 0}};
    double[][] similarities = {{0.9, 0.8}, {0.1, 0.2}};

    double[][] changed = QueryBankNorm.dynamic(bank, 1, 1).apply(similarities);

    assertArrayEquals(new double[] {-0.1, 0.8}, changed[0], TOLERANCE);
    assertArrayEquals(similarities[1], changed[1]);
  }

  @Test
  void dualSoftmaxPenalizesHubs() {
    float[][] similarities = {{0.9f, 0.8f}, {0.9f, 0.85f}};
    DualSoftmax dual = new DualSoftmax(0.1);

    assertEquals(50, RetrievalMetrics.of(similarities).textToVideo().r1());
    assertEquals(100, normalized(similarities, 1, dual, dual).metrics().textToVideo().r1());
  }

  @Test
  void maskedCaptionsAreIgnored() {
    float[][] similarities = {{0.9f, 0.8f}, {5, 5}, {0.9f, 0.85f}, {-3, 7}};
    boolean[][] mask = {{true, false}, {true, false}};
    DualSoftmax dual = new DualSoftmax(0.1);

    assertEquals(
        normalized(new float[][] {{0.9f, 0.8f}, {0.9f, 0.85f}}, 1, dual, dual).metrics(),
        EvaluationResult.normalized("masked", similarities, mask, dual, dual).metrics());
  }

  @Test
  void resultsNameTheNormalization() {
    float[][] one = {{1}};
    EvaluationResult result =
        normalized(one, 1, new DualSoftmax(0.1), QueryBankNorm.dynamic(one, 20, 1));

    assertEquals(
        "t2v: dual softmax (temperature 0.1); "
            + "v2t: query bank (dynamic, nearest 1, 1 queries, inverse temperature 20.0)",
        result.similarities());
    assertEquals("raw", EvaluationResult.raw("m", RetrievalMetrics.of(one)).similarities());
  }

  @Test
  void rejectsInvalidArguments() {
    assertMessage(
        "temperature of the dual softmax: found 0.0, expected a number above 0",
        () -> new DualSoftmax(0));
    assertMessage(
        "query bank: found no queries, expected at least one",
        () -> QueryBankNorm.invertedSoftmax(new float[0][0], 20));
    assertMessage(
        "similarities of query 1 of the query bank: found 1, expected 2, one for each candidate",
        () -> QueryBankNorm.invertedSoftmax(new float[][] {{1, 2}, {1}}, 20));
    assertMessage(
        "similarities of query 0 of the query bank: found NaN, expected numbers",
        () -> QueryBankNorm.invertedSoftmax(new float[][] {{Float.NaN}}, 20));
    assertMessage(
        "inverse temperature of the query bank: found 0.0, expected a number above 0",
        () -> QueryBankNorm.invertedSoftmax(new float[1][1], 0));
    assertMessage(
        "nearest candidates of the activation set: found 0, expected at least 1",
        () -> QueryBankNorm.dynamic(new float[1][1], 20, 0));
    assertMessage(
        "similarities of query 0 of the query bank: found 2, expected 1, one for each candidate",
        () -> QueryBankNorm.invertedSoftmax(new float[1][2], 20).apply(new double[1][1]));
  }

  private static EvaluationResult normalized(
      float[][] similarities,
      int captionsPerVideo,
      SimilarityNormalization textToVideo,
      SimilarityNormalization videoToText) {
    boolean[][] mask = new boolean[similarities.length / captionsPerVideo][captionsPerVideo];
    for (boolean[] captions : mask) {
      Arrays.fill(captions, true);
    }
    return EvaluationResult.normalized("test", similarities, mask, textToVideo, videoToText);
  }

  private static float[][] withTies(int queries, int candidates, Random random) {
    float[][] similarities = new float[queries][candidates];
    for (float[] row : similarities) {
      for (int j = 0; j < candidates; j++) {
        row[j] = random.nextInt(11) / 5f - 1;
      }
    }
    return similarities;
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
