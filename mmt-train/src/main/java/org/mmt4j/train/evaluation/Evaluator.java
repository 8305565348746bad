package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.stream.IntStream;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.CaptionedVideo;

/**
 * Ranks all videos for all captions and all captions for all videos (paper, section 4.1).
 *
 * <p>Embeds every video and every caption once, and holds embeddings and counts: similarities are
 * computed in blocks, so that their number is not limited by memory.
 */
public final class Evaluator {

  private final MmtModel model;
  private final int captionsPerVideo;

  private Evaluator(MmtModel model, int captionsPerVideo) {
    this.model = model;
    this.captionsPerVideo = captionsPerVideo;
  }

  /** An evaluation of that model with the first caption of each video. */
  public static Evaluator of(MmtModel model) {
    return new Evaluator(model, 1);
  }

  /**
   * The same with all captions of each video, however many: each is a query, and a video's answer
   * is the best of its own.
   */
  public Evaluator allCaptions() {
    return new Evaluator(model, Integer.MAX_VALUE);
  }

  /**
   * Metrics of all captions and videos.
   *
   * @throws IllegalArgumentException if there is no video, the model cannot read one, or a
   *     similarity is NaN
   */
  public RetrievalMetrics evaluate(List<CaptionedVideo> videos) {
    return RetrievalMetrics.of(rank(videos));
  }

  /** Ranks of all captions, video by video, and of all videos; errors as {@link #evaluate}. */
  public RetrievalRanks rank(List<CaptionedVideo> videos) {
    if (videos.isEmpty()) {
      throw new IllegalArgumentException("videos to evaluate: found none, expected at least one");
    }
    List<VideoEmbedding> embedded =
        model.embedVideos(videos.stream().map(CaptionedVideo::video).toList());
    List<CaptionEmbedding> captions =
        model.embedCaptions(videos.stream().flatMap(video -> captions(video).stream()).toList());
    PairwiseSimilarity similarity =
        (caption, video) -> (float) embedded.get(video).similarity(captions.get(caption));
    if (model.config().architecture().weighsVideos()) {
      return RetrievalRanks.of(similarity, owners(videos));
    }
    try (VideoIndex index = VideoIndex.ofEmbeddings(model, embedded)) {
      return RetrievalRanks.of(
          similarity, MatrixProducts.of(index, embedded, captions), owners(videos));
    }
  }

  private List<String> captions(CaptionedVideo video) {
    return video.captions().subList(0, Math.min(captionsPerVideo, video.captions().size()));
  }

  private ImmutableIntArray owners(List<CaptionedVideo> videos) {
    return ImmutableIntArray.copyOf(
        IntStream.range(0, videos.size())
            .flatMap(i -> captions(videos.get(i)).stream().mapToInt(caption -> i)));
  }
}
