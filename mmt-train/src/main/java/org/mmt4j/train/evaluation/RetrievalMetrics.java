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
 * @param textToVideo each caption is a query, its video the answer
 * @param videoToText each video is a query, the best of its captions the answer
 */
public record RetrievalMetrics(DirectionMetrics textToVideo, DirectionMetrics videoToText) {

  /**
   * Metrics of the similarities of captions and videos, the captions of a video side by side and as
   * many for each video.
   *
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][])}
   */
  public static RetrievalMetrics of(Similarities similarities) {
    return of(similarities.toArray());
  }

  /**
   * Metrics of similarities in which no caption is masked.
   *
   * @param similarities captions x videos, the captions of a video in consecutive rows
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][])}
   */
  public static RetrievalMetrics of(float[][] similarities) {
    return of(RetrievalRanks.of(similarities));
  }

  /**
   * Metrics of similarities in which some captions are masked.
   *
   * @param similarities captions x videos, rows of masked captions included
   * @param queryMask videos x captions per video, false where the video has no such caption
   * @throws IllegalArgumentException as {@link RetrievalRanks#of(float[][], boolean[][])}
   */
  public static RetrievalMetrics of(float[][] similarities, boolean[][] queryMask) {
    return of(RetrievalRanks.of(similarities, queryMask));
  }

  /** Metrics of ranks. */
  public static RetrievalMetrics of(RetrievalRanks ranks) {
    return new RetrievalMetrics(
        DirectionMetrics.of(ranks.textToVideo()), DirectionMetrics.of(ranks.videoToText()));
  }

  /**
   * The figures by the authors' names: {@code t2v.R1, R5, R10, R50, MdR, MnR,
   * geometric_mean_R1-R5-R10}, then {@code v2t.R1, ...}.
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
