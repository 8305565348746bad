package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts the candidates that rank before the correct answer of each query and those that tie with
 * it. Accepts the similarities one by one in any order. Memory is (captions + videos) counts
 * instead of captions x videos similarities.
 */
final class RankCounter {

  /** Number of rounded similarities per block: 16 MiB, or one row if a row is larger. */
  private static final int ROUNDED_BLOCK = 1 << 22;

  private final CaptionOwners captions;
  private final Direction textToVideo;
  private final Direction videoToText;

  /** Counts of one direction, by query. */
  private record Direction(double[] answers, int[] greater, int[] equal) {

    static Direction of(double[] answers) {
      return new Direction(answers, new int[answers.length], new int[answers.length]);
    }

    /** Returns whether the comparison is certain within the bound; false for NaN. */
    boolean isDecided(int query, double candidate, double bound) {
      return Math.abs(candidate - answers[query]) > bound;
    }

    void add(int query, double candidate) {
      greater[query] += candidate > answers[query] ? 1 : 0;
      equal[query] += candidate == answers[query] ? 1 : 0;
    }

    ImmutableDoubleArray ranks() {
      ImmutableDoubleArray.Builder ranks = ImmutableDoubleArray.builder(answers.length);
      for (int query = 0; query < answers.length; query++) {
        ranks.add(greater[query] + (equal[query] - 1) / 2.0);
      }
      return ranks.build();
    }
  }

  /**
   * Creates a counter without candidates.
   *
   * @param own similarity of each evaluated caption with its own video
   */
  RankCounter(CaptionOwners captions, double[] own) {
    this.captions = captions;
    this.textToVideo = Direction.of(own);
    this.videoToText = Direction.of(best(captions, own));
  }

  /** Returns the largest similarity of each video with one of its own captions. */
  private static double[] best(CaptionOwners captions, double[] own) {
    double[] best = new double[captions.videos()];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < own.length; i++) {
      int video = captions.owners().get(i);
      best[video] = Math.max(best[video], own[i]);
    }
    return best;
  }

  /**
   * Returns the ranks of all captions and videos.
   *
   * @param block number of captions, and of videos, per block of similarities
   * @throws IllegalArgumentException if a similarity is NaN; the message names caption and video
   */
  static RetrievalRanks count(PairwiseSimilarity similarity, CaptionOwners captions, int block) {
    RankCounter counter = new RankCounter(captions, own(similarity, captions));
    for (int from = 0; from < captions.size(); from += block) {
      for (int video = 0; video < captions.videos(); video += block) {
        counter.add(
            similarity,
            from,
            Math.min(from + block, captions.size()),
            video,
            Math.min(video + block, captions.videos()));
      }
    }
    return counter.ranks();
  }

  /**
   * Returns the same ranks as {@link #count(PairwiseSimilarity, CaptionOwners, int)}, but faster.
   * Rounded similarities decide whether a candidate ranks before or after the answer if the
   * difference exceeds the bound; closer similarities are computed exactly.
   *
   * @throws IllegalArgumentException if a similarity is NaN; the message names caption and video
   */
  static RetrievalRanks count(
      PairwiseSimilarity similarity, RoundedSimilarities rounded, CaptionOwners captions) {
    RankCounter counter = new RankCounter(captions, own(similarity, captions));
    int block = Math.max(1, ROUNDED_BLOCK / captions.videos());
    for (int from = 0; from < captions.size(); from += block) {
      counter.add(similarity, rounded, from, Math.min(from + block, captions.size()));
    }
    return counter.ranks();
  }

  private static double[] own(PairwiseSimilarity similarity, CaptionOwners captions) {
    return IntStream.range(0, captions.size())
        .parallel()
        .mapToDouble(i -> similarity.at(captions.captions().get(i), captions.owners().get(i)))
        .toArray();
  }

  private void add(PairwiseSimilarity similarity, RoundedSimilarities rounded, int from, int to) {
    float[][] rows = rounded.rows(from, to);
    for (int i = from; i < to; i++) {
      for (int video = 0; video < captions.videos(); video++) {
        double candidate = rows[i - from][video];
        if (!textToVideo.isDecided(i, candidate, rounded.bound())
            || !videoToText.isDecided(video, candidate, rounded.bound())) {
          candidate = similarity.at(captions.captions().get(i), video);
          requireNumber(i, video, candidate);
        }
        textToVideo.add(i, candidate);
        videoToText.add(video, candidate);
      }
    }
  }

  /** Computes a block on all processors, then counts. */
  private void add(
      PairwiseSimilarity similarity, int fromCaption, int toCaption, int fromVideo, int toVideo) {
    double[][] rows =
        IntStream.range(fromCaption, toCaption)
            .parallel()
            .map(i -> captions.captions().get(i))
            .mapToObj(
                caption ->
                    IntStream.range(fromVideo, toVideo)
                        .mapToDouble(video -> similarity.at(caption, video))
                        .toArray())
            .toArray(double[][]::new);
    for (int i = fromCaption; i < toCaption; i++) {
      for (int video = fromVideo; video < toVideo; video++) {
        double candidate = rows[i - fromCaption][video - fromVideo];
        requireNumber(i, video, candidate);
        textToVideo.add(i, candidate);
        videoToText.add(video, candidate);
      }
    }
  }

  /**
   * Rejects NaN. Called by the counting thread, because parallel streams change the message of an
   * exception.
   */
  private void requireNumber(int i, int video, double similarity) {
    if (Double.isNaN(similarity)) {
      throw new IllegalArgumentException(
          "similarity of caption %d and video %d: found NaN, expected a number"
              .formatted(captions.captions().get(i), video));
    }
  }

  private RetrievalRanks ranks() {
    return new RetrievalRanks(textToVideo.ranks().asList(), videoToText.ranks().asList());
  }
}
