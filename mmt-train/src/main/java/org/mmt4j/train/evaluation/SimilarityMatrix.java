package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Similarities of captions (rows) with videos (columns). The captions of a video are consecutive
 * rows, and every video has the same number of rows; captions may be masked.
 */
final class SimilarityMatrix {

  private final PairwiseSimilarity values;
  private final int captions;
  private final int videos;
  private final boolean[] masked;

  private SimilarityMatrix(PairwiseSimilarity values, int captions, int videos) {
    this.values = values;
    this.captions = captions;
    this.videos = videos;
    this.masked = new boolean[captions];
  }

  static SimilarityMatrix of(float[][] rows) {
    return checked((i, j) -> rows[i][j], rows.length, i -> rows[i].length);
  }

  static SimilarityMatrix of(double[][] rows) {
    return checked((i, j) -> rows[i][j], rows.length, i -> rows[i].length);
  }

  private static SimilarityMatrix checked(
      PairwiseSimilarity values, int captions, IntUnaryOperator columns) {
    int videos = captions == 0 ? 0 : columns.applyAsInt(0);
    if (videos == 0) {
      throw new IllegalArgumentException(
          "similarities: found none, expected at least one caption and one video");
    }
    if (captions % videos != 0) {
      throw new IllegalArgumentException(
          "captions: found %d, expected a multiple of the %d videos".formatted(captions, videos));
    }
    for (int caption = 0; caption < captions; caption++) {
      if (columns.applyAsInt(caption) != videos) {
        throw new IllegalArgumentException(
            "similarities of caption %d: found %d, expected %d, one for each video"
                .formatted(caption, columns.applyAsInt(caption), videos));
      }
    }
    return new SimilarityMatrix(values, captions, videos);
  }

  /**
   * Returns the same similarities, with the captions masked whose entry (video x caption) is false.
   */
  SimilarityMatrix masked(boolean[][] queryMask) {
    if (queryMask.length != videos) {
      throw new IllegalArgumentException(
          "query mask: found %d videos, expected %d".formatted(queryMask.length, videos));
    }
    int captionsPerVideo = captions / videos;
    SimilarityMatrix result = new SimilarityMatrix(values, captions, videos);
    for (int video = 0; video < videos; video++) {
      boolean[] exists = queryMask[video];
      if (exists.length != captionsPerVideo) {
        throw new IllegalArgumentException(
            "query mask of video %d: found %d captions, expected %d"
                .formatted(video, exists.length, captionsPerVideo));
      }
      int own = 0;
      for (int i = 0; i < captionsPerVideo; i++) {
        result.masked[video * captionsPerVideo + i] = !exists[i];
        own += exists[i] ? 1 : 0;
      }
      if (own == 0) {
        throw new IllegalArgumentException(
            "captions of video %d: found only masked captions, expected at least one that is not masked"
                .formatted(video));
      }
    }
    return result;
  }

  /** Returns the captions that are not masked, in order, with their videos. */
  CaptionOwners owners() {
    int[] rows = IntStream.range(0, captions).filter(i -> !masked[i]).toArray();
    return new CaptionOwners(
        ImmutableIntArray.copyOf(rows),
        ImmutableIntArray.copyOf(IntStream.of(rows).map(i -> i / (captions / videos))),
        videos);
  }

  double at(int caption, int video) {
    return values.at(caption, video);
  }
}
