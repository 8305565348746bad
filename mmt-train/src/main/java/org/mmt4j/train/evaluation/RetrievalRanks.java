package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

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
public record RetrievalRanks(ImmutableDoubleArray textToVideo, ImmutableDoubleArray videoToText) {

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

  private static RetrievalRanks of(SimilarityMatrix similarities) {
    return new RetrievalRanks(textToVideo(similarities), videoToText(similarities));
  }

  private static ImmutableDoubleArray textToVideo(SimilarityMatrix similarities) {
    ImmutableDoubleArray.Builder ranks = ImmutableDoubleArray.builder();
    for (int caption : similarities.captions()) {
      double own = similarities.at(caption, similarities.videoOf(caption));
      int greater = 0;
      int equal = 0;
      for (int video = 0; video < similarities.videos(); video++) {
        double other = similarities.at(caption, video);
        greater += other > own ? 1 : 0;
        equal += other == own ? 1 : 0;
      }
      ranks.add(rank(greater, equal));
    }
    return ranks.build();
  }

  /** Goes through the matrix by rows, as it lies in memory, and counts for all videos at once. */
  private static ImmutableDoubleArray videoToText(SimilarityMatrix similarities) {
    double[] best = bestOwnCaptions(similarities);
    int[] greater = new int[best.length];
    int[] equal = new int[best.length];
    for (int caption : similarities.captions()) {
      for (int video = 0; video < best.length; video++) {
        double other = similarities.at(caption, video);
        greater[video] += other > best[video] ? 1 : 0;
        equal[video] += other == best[video] ? 1 : 0;
      }
    }
    ImmutableDoubleArray.Builder ranks = ImmutableDoubleArray.builder(best.length);
    for (int video = 0; video < best.length; video++) {
      ranks.add(rank(greater[video], equal[video]));
    }
    return ranks.build();
  }

  /** Largest similarity of each video with a caption of its own. */
  private static double[] bestOwnCaptions(SimilarityMatrix similarities) {
    double[] best = new double[similarities.videos()];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (int caption : similarities.captions()) {
      int video = similarities.videoOf(caption);
      best[video] = Math.max(best[video], similarities.at(caption, video));
    }
    return best;
  }

  private static double rank(int greater, int equal) {
    return greater + (equal - 1) / 2.0;
  }
}
