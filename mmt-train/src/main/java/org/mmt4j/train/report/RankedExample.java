package org.mmt4j.train.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Function;
import org.mmt4j.Hit;
import org.mmt4j.VideoIndex;

/**
 * The videos found for a caption.
 *
 * @param caption what was searched for
 * @param rightRank rank of the video that the caption describes, the first being 1
 * @param videos the best videos, best first
 */
public record RankedExample(String caption, int rightRank, List<RankedVideo> videos) {

  private static final int SHOWN = 5;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the rank is below 1
   */
  public RankedExample {
    if (rightRank < 1) {
      throw new IllegalArgumentException(
          "rank of the right video: found " + rightRank + ", expected at least 1");
    }
    videos = List.copyOf(videos);
  }

  /**
   * The five videos of an index that are most similar to a caption, without pictures.
   *
   * @param rightId name of the video that the caption describes
   * @throws IllegalArgumentException if the index has no such video
   */
  public static RankedExample search(VideoIndex index, String caption, String rightId) {
    List<Hit> ranking = index.search(caption, index.size());
    int rank = ranking.stream().map(Hit::id).toList().indexOf(rightId) + 1;
    if (rank == 0) {
      throw new IllegalArgumentException(
          "right video of \"" + caption + "\": found no " + rightId + " in the index");
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
   * The same videos with pictures.
   *
   * @param frames of a video by its name, in order of time, about six
   */
  public RankedExample withFrames(Function<String, List<BufferedImage>> frames) {
    return new RankedExample(
        caption,
        rightRank,
        videos.stream()
            .map(v -> new RankedVideo(v.id(), v.similarity(), v.right(), frames.apply(v.id())))
            .toList());
  }
}
