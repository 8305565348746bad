package org.mmt4j.train.evaluation;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.mmt4j.Similarities;

/**
 * Recalls and ranks of retrieval in both directions (paper, section 4.1).
 *
 * <pre>{@code
 * RetrievalMetrics metrics = RetrievalMetrics.of(model.similarities(videos, captions));
 * System.out.println(metrics.textToVideo().r1());
 * }</pre>
 *
 * @param textToVideo each caption is a query, its video is the answer
 * @param videoToText each video is a query, the best of its captions is the answer
 */
public record RetrievalMetrics(DirectionMetrics textToVideo, DirectionMetrics videoToText) {

  /**
   * Returns the metrics of the similarities of captions and videos. The captions of a video are
   * consecutive, and every video has the same number of captions.
   *
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][])}
   */
  public static RetrievalMetrics of(Similarities similarities) {
    return of(similarities.toArray());
  }

  /**
   * Returns the metrics of similarities without masked captions.
   *
   * @param similarities captions x videos, the captions of a video in consecutive rows
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][])}
   */
  public static RetrievalMetrics of(float[][] similarities) {
    return of(RetrievalRanks.of(similarities));
  }

  /**
   * Returns the metrics of similarities with masked captions.
   *
   * @param similarities captions x videos, including the rows of masked captions
   * @param queryMask videos x captions per video, false if the video does not have the caption
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][], boolean[][])}
   */
  public static RetrievalMetrics of(float[][] similarities, boolean[][] queryMask) {
    return of(RetrievalRanks.of(similarities, queryMask));
  }

  /** Returns the metrics of ranks. */
  public static RetrievalMetrics of(RetrievalRanks ranks) {
    return new RetrievalMetrics(
        DirectionMetrics.of(ranks.textToVideo()), DirectionMetrics.of(ranks.videoToText()));
  }

  /**
   * Returns the figures by the names that the reference uses: {@code t2v.R1, R5, R10, R50, MdR,
   * MnR, geometric_mean_R1-R5-R10}, then {@code v2t.R1, ...}.
   */
  public Map<String, Double> toMap() {
    ImmutableMap.Builder<String, Double> map = ImmutableMap.builder();
    put(map, "t2v.", textToVideo);
    put(map, "v2t.", videoToText);
    return map.buildOrThrow();
  }

  private static void put(
      ImmutableMap.Builder<String, Double> map, String prefix, DirectionMetrics metrics) {
    map.put(prefix + "R1", metrics.r1());
    map.put(prefix + "R5", metrics.r5());
    map.put(prefix + "R10", metrics.r10());
    map.put(prefix + "R50", metrics.r50());
    map.put(prefix + "MdR", metrics.medianRank());
    map.put(prefix + "MnR", metrics.meanRank());
    map.put(prefix + "geometric_mean_R1-R5-R10", metrics.geometricMean());
  }

  @Override
  public String toString() {
    return "text to video: " + textToVideo + "; video to text: " + videoToText;
  }
}
