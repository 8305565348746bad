package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankCounterTest {

  @Property(tries = 300)
  void ranksDoNotDependOnTheBlockSize(
      @ForAll @IntRange(min = 1, max = 20) int videos,
      @ForAll @IntRange(min = 0, max = 30) int moreCaptions,
      @ForAll @IntRange(min = 1, max = 60) int block,
      @ForAll long seed) {
    Random random = new Random(seed);
    ImmutableIntArray owners = owners(videos, moreCaptions, random);
    double[][] similarities = withTies(owners.length(), videos, random);

    RetrievalRanks ranks =
        RankCounter.count((i, j) -> similarities[i][j], CaptionOwners.of(owners), block);

    assertArrayEquals(
        IntStream.range(0, owners.length())
            .mapToDouble(i -> rank(similarities[i], similarities[i][owners.get(i)]))
            .toArray(),
        Doubles.toArray(ranks.textToVideo()));
    assertArrayEquals(
        IntStream.range(0, videos)
            .mapToDouble(j -> rank(column(similarities, j), best(similarities, owners, j)))
            .toArray(),
        Doubles.toArray(ranks.videoToText()));
  }

  @Property(tries = 300)
  void roundedSimilaritiesGiveTheExactRanks(
      @ForAll @IntRange(min = 1, max = 20) int videos,
      @ForAll @IntRange(min = 0, max = 30) int moreCaptions,
      @ForAll long seed) {
    Random random = new Random(seed);
    ImmutableIntArray owners = owners(videos, moreCaptions, random);
    double[][] similarities = withTies(owners.length(), videos, random);
    double bound = 0.3; // larger than the difference of unequal similarities

    RetrievalRanks ranks =
        RankCounter.count(
            (i, j) -> similarities[i][j],
            rounded(similarities, bound, random),
            CaptionOwners.of(owners));

    assertEquals(RetrievalRanks.of((i, j) -> similarities[i][j], owners.asList()), ranks);
  }

  @Test
  void computesOnlySimilaritiesThatTheBoundDoesNotDecide() {
    double[][] similarities = {{0.9, 0.2, 0.85}, {0.1, 0.8, 0.3}, {0.2, 0.4, 0.7}};
    Set<List<Integer>> computed = ConcurrentHashMap.newKeySet();

    RankCounter.count(
        (i, j) -> {
          computed.add(List.of(i, j));
          return similarities[i][j];
        },
        rounded(similarities, 0.1, new Random(1)),
        CaptionOwners.of(ImmutableIntArray.of(0, 1, 2)));

    assertEquals(Set.of(List.of(0, 0), List.of(1, 1), List.of(2, 2), List.of(0, 2)), computed);
  }

  @Test
  void computesSimilaritiesThatAreNanWhenRounded() {
    assertMessage(
        "similarity of caption 1 and video 0: found NaN, expected a number",
        () ->
            RankCounter.count(
                (i, j) -> i == 1 && j == 0 ? Double.NaN : 0.5,
                rounded(new double[][] {{0.5, 0.5}, {Double.NaN, 0.5}}, 0.1, new Random(1)),
                CaptionOwners.of(ImmutableIntArray.of(0, 1))));
  }

  /** Returns similarities with random errors below the bound. */
  private static RoundedSimilarities rounded(double[][] similarities, double bound, Random random) {
    return new RoundedSimilarities() {
      @Override
      public float[][] rows(int from, int to) {
        return IntStream.range(from, to)
            .mapToObj(
                i -> {
                  float[] row = new float[similarities[i].length];
                  for (int j = 0; j < row.length; j++) {
                    double error = 0.99 * bound * (2 * random.nextDouble() - 1);
                    row[j] = (float) (similarities[i][j] + error);
                  }
                  return row;
                })
            .toArray(float[][]::new);
      }

      @Override
      public double bound() {
        return bound;
      }
    };
  }

  @Property(tries = 100)
  void constantMatrixHasTheMeanRankOfChanceWithBlocks(
      @ForAll @IntRange(min = 1, max = 60) int videos,
      @ForAll @IntRange(min = 1, max = 70) int block) {
    ImmutableIntArray owners = ImmutableIntArray.copyOf(IntStream.range(0, videos));

    RetrievalMetrics metrics =
        RetrievalMetrics.of(RankCounter.count((i, j) -> 0.25, CaptionOwners.of(owners), block));

    assertEquals((videos + 1) / 2.0, metrics.textToVideo().meanRank());
    assertEquals((videos + 1) / 2.0, metrics.videoToText().meanRank());
  }

  @Test
  void rejectsNanAndNamesCaptionAndVideo() {
    assertMessage(
        "similarity of caption 2 and video 1: found NaN, expected a number",
        () -> RetrievalRanks.of((i, j) -> i == 2 && j == 1 ? Double.NaN : 0, List.of(0, 1, 0)));
  }

  @Test
  void rejectsAVideoWithoutCaptions() {
    assertMessage(
        "captions of video 1: found none, expected at least one",
        () -> RetrievalRanks.of((i, j) -> 0, List.of(0, 2)));
    assertMessage(
        "captions: found none, expected at least one",
        () -> RetrievalRanks.of((i, j) -> 0, List.of()));
  }

  /** Returns the mean position of all values equal to the answer, in descending order. */
  private static double rank(double[] candidates, double answer) {
    double[] sorted = DoubleStream.of(candidates).map(s -> -s).sorted().toArray();
    return IntStream.range(0, sorted.length)
        .filter(position -> sorted[position] == -answer)
        .average()
        .orElseThrow();
  }

  private static double[] column(double[][] similarities, int video) {
    return Arrays.stream(similarities).mapToDouble(row -> row[video]).toArray();
  }

  private static double best(double[][] similarities, ImmutableIntArray owners, int video) {
    return IntStream.range(0, owners.length())
        .filter(i -> owners.get(i) == video)
        .mapToDouble(i -> similarities[i][video])
        .max()
        .orElseThrow();
  }

  /** Returns every video once, followed by random videos. */
  private static ImmutableIntArray owners(int videos, int more, Random random) {
    return ImmutableIntArray.copyOf(
        IntStream.concat(
            IntStream.range(0, videos), IntStream.range(0, more).map(i -> random.nextInt(videos))));
  }

  private static double[][] withTies(int captions, int videos, Random random) {
    return IntStream.range(0, captions)
        .mapToObj(i -> random.ints(videos, 0, 5).mapToDouble(s -> s / 4.0).toArray())
        .toArray(double[][]::new);
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
