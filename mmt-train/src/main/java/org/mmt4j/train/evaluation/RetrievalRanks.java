package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/**
 * Where the right answers stand when a similarity matrix is sorted, from 0 (first) on.
 *
 * <p>The rank of an answer of similarity s among candidates is the mean position of all candidates
 * equal to it:
 *
 * <pre>  rank = #{candidates &gt; s} + (#{candidates = s} - 1) / 2</pre>
 *
 * where equality is exact and the answer itself is one of the candidates. Single-precision
 * similarities are compared as such, so that ties are those of single precision.
 *
 * <p>Captions of a video are consecutive rows, equally many for every video: with k captions a
 * video, row i belongs to video i / k. Videos with fewer captions are padded with masked ones,
 * which take no part. (In the authors' {@code model/metric.py} they stay as candidates behind all
 * others, at similarity -1e8, which gives the same ranks to similarities above that.)
 *
 * @param textToVideo rank of its own video among all videos, for each caption that is not masked
 * @param videoToText rank of its best own caption among the captions of all videos (its other
 *     captions compete), for each video
 */
public record RetrievalRanks(List<Double> textToVideo, List<Double> videoToText) {

  /** Captions, and videos, of a block: 64 kB of similarities, and few embeddings of each. */
  private static final int BLOCK = 90;

  /** Copies the ranks. */
  public RetrievalRanks {
    textToVideo = ImmutableDoubleArray.copyOf(textToVideo).asList();
    videoToText = ImmutableDoubleArray.copyOf(videoToText).asList();
  }

  /**
   * Ranks of similarities in which no caption is masked.
   *
   * @param similarities captions x videos; the number of captions is a multiple of that of videos
   * @throws IllegalArgumentException naming caption and video if a similarity is NaN, and on an
   *     empty or ragged matrix or a number of captions that the videos do not divide
   */
  public static RetrievalRanks of(float[][] similarities) {
    return of(SimilarityMatrix.of(similarities));
  }

  /** As {@link #of(float[][])}, with ties decided in double precision. */
  public static RetrievalRanks of(double[][] similarities) {
    return of(SimilarityMatrix.of(similarities));
  }

  /**
   * Ranks of similarities in which some captions are masked.
   *
   * @param similarities captions x videos, rows of masked captions included
   * @param queryMask videos x captions per video, false where the video has no such caption
   * @throws IllegalArgumentException as {@link #of(float[][])}, on a mask of another shape, and
   *     naming the video if all captions of one are masked: it has no rank (the authors' code
   *     overflows there)
   */
  public static RetrievalRanks of(float[][] similarities, boolean[][] queryMask) {
    return of(SimilarityMatrix.of(similarities).masked(queryMask));
  }

  /** As {@link #of(float[][], boolean[][])}, with ties decided in double precision. */
  public static RetrievalRanks of(double[][] similarities, boolean[][] queryMask) {
    return of(SimilarityMatrix.of(similarities).masked(queryMask));
  }

  /**
   * Ranks of similarities that are never in memory all at once: they are computed in blocks, and
   * only counts are kept. Equals the ranks of the whole matrix, ties included.
   *
   * @param similarity of caption i of {@code owners} with a video
   * @param owners the video of each caption, from 0 on; a video may have any number of captions
   * @throws IllegalArgumentException naming caption and video if a similarity is NaN, and naming
   *     the video if a number up to the largest owner has no caption
   */
  public static RetrievalRanks of(PairwiseSimilarity similarity, List<Integer> owners) {
    return RankCounter.count(similarity, CaptionOwners.of(ImmutableIntArray.copyOf(owners)), BLOCK);
  }

  /** The same ranks, without computing all similarities one by one. */
  static RetrievalRanks of(
      PairwiseSimilarity similarity, RoundedSimilarities rounded, ImmutableIntArray owners) {
    return RankCounter.count(similarity, rounded, CaptionOwners.of(owners));
  }

  private static RetrievalRanks of(SimilarityMatrix similarities) {
    return RankCounter.count(similarities::at, similarities.owners(), BLOCK);
  }
}
