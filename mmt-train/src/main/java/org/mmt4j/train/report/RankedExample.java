package org.mmt4j.train.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Function;
import org.mmt4j.Hit;
import org.mmt4j.VideoIndex;

/**
 * A caption and the videos found for it.
 *
 * @param caption the query
 * @param correctRank rank of the video that the caption describes, counted from 1
 * @param videos the most similar videos, best first
 */
public record RankedExample(String caption, int correctRank, List<RankedVideo> videos) {

  private static final int SHOWN = 5;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the rank is below 1
   */
  public RankedExample {
    if (correctRank < 1) {
      throw new IllegalArgumentException(
          "rank of the correct video: found " + correctRank + ", expected at least 1");
    }
    videos = List.copyOf(videos);
  }

  /**
   * Returns the five videos of an index that are most similar to a caption, without frames.
   *
   * @param rightId id of the video that the caption describes
   * @throws IllegalArgumentException if the index does not have that video
   */
  public static RankedExample search(VideoIndex index, String caption, String rightId) {
    List<Hit> ranking = index.search(caption, index.size());
    int rank = ranking.stream().map(Hit::id).toList().indexOf(rightId) + 1;
    if (rank == 0) {
      throw new IllegalArgumentException(
          "correct video of \""
              + caption
              + "\": expected "
              + rightId
              + " in the index, found no such video");
    }
    return new RankedExample(
        caption,
        rank,
        ranking.stream()
            .limit(SHOWN)
            .map(
                hit ->
                    new RankedVideo(
                        hit.id(), hit.similarity(), hit.id().equals(rightId), List.of()))
            .toList());
  }

  /**
   * Returns a copy with frames.
   *
   * @param frames returns about six frames of a video by its id, in order of time
   */
  public RankedExample withFrames(Function<String, List<BufferedImage>> frames) {
    return new RankedExample(
        caption,
        correctRank,
        videos.stream()
            .map(v -> new RankedVideo(v.id(), v.similarity(), v.correct(), frames.apply(v.id())))
            .toList());
  }
}
