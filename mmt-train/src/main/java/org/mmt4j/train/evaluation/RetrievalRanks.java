package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/**
 * Ranks of the correct answers in a sorted similarity matrix, counted from 0.
 *
 * <p>The rank of an answer with similarity s is the mean position of all candidates with that
 * similarity:
 *
 * <pre>  rank = #{candidates &gt; s} + (#{candidates = s} - 1) / 2</pre>
 *
 * Equality is exact, and the answer itself is one of the candidates. Single-precision similarities
 * are compared in single precision, ties included.
 *
 * <p>The captions of a video are consecutive rows, and every video has the same number of captions:
 * with k captions per video, row i belongs to video i / k. Videos with fewer captions are padded
 * with masked captions, which are ignored. (The reference, {@code model/metric.py}, keeps them as
 * candidates with similarity -1e8; the ranks are the same for similarities above that.)
 *
 * @param textToVideo for each caption that is not masked, the rank of its own video among all
 *     videos
 * @param videoToText for each video, the rank of its best own caption among the captions of all
 *     videos (its other captions are candidates, too)
 */
public record RetrievalRanks(List<Double> textToVideo, List<Double> videoToText) {

  /** Number of captions, and of videos, per block: 64 kB of similarities. */
  private static final int BLOCK = 90;

  /** Copies the ranks. */
  public RetrievalRanks {
    textToVideo = ImmutableDoubleArray.copyOf(textToVideo).asList();
    videoToText = ImmutableDoubleArray.copyOf(videoToText).asList();
  }

  /**
   * Returns the ranks of similarities without masked captions.
   *
   * @param similarities captions x videos; the number of captions is a multiple of the number of
   *     videos
   * @throws IllegalArgumentException if a similarity is NaN (the message names caption and video),
   *     the matrix is empty or ragged, or the number of captions is not a multiple of the number of
   *     videos
   */
  public static RetrievalRanks of(float[][] similarities) {
    return of(SimilarityMatrix.of(similarities));
  }

  /** As {@link #of(float[][])}, but compares in double precision. */
  public static RetrievalRanks of(double[][] similarities) {
    return of(SimilarityMatrix.of(similarities));
  }

  /**
   * Returns the ranks of similarities with masked captions.
   *
   * @param similarities captions x videos, including the rows of masked captions
   * @param queryMask videos x captions per video, false if the video does not have the caption
   * @throws IllegalArgumentException as {@link #of(float[][])}; if the shape of the mask is wrong;
   *     or if all captions of a video are masked, because it has no rank (the reference overflows
   *     there)
   */
  public static RetrievalRanks of(float[][] similarities, boolean[][] queryMask) {
    return of(SimilarityMatrix.of(similarities).masked(queryMask));
  }

  /** As {@link #of(float[][], boolean[][])}, but compares in double precision. */
  public static RetrievalRanks of(double[][] similarities, boolean[][] queryMask) {
    return of(SimilarityMatrix.of(similarities).masked(queryMask));
  }

  /**
   * Returns the ranks without holding all similarities in memory: computes them in blocks and keeps
   * only counts. The ranks equal those of the whole matrix, ties included.
   *
   * @param similarity similarity of caption i of {@code owners} with a video
   * @param owners index of the video of each caption, from 0; a video may have any positive number
   *     of captions
   * @throws IllegalArgumentException if a similarity is NaN (the message names caption and video),
   *     or if a video up to the largest index has no caption (the message names the video)
   */
  public static RetrievalRanks of(PairwiseSimilarity similarity, List<Integer> owners) {
    return RankCounter.count(similarity, CaptionOwners.of(ImmutableIntArray.copyOf(owners)), BLOCK);
  }

  /** Returns the same ranks, without computing all similarities one by one. */
  static RetrievalRanks of(
      PairwiseSimilarity similarity, RoundedSimilarities rounded, ImmutableIntArray owners) {
    return RankCounter.count(similarity, rounded, CaptionOwners.of(owners));
  }

  private static RetrievalRanks of(SimilarityMatrix similarities) {
    return RankCounter.count(similarities::at, similarities.owners(), BLOCK);
  }
}
