package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;

/** Videos and captions of an evaluation, embedded by a model. */
public final class EmbeddedVideos {

  private final MmtModel model;
  private final List<VideoEmbedding> videos;
  private final List<CaptionEmbedding> captions;
  private final ImmutableIntArray owners; // index of the video of each caption

  EmbeddedVideos(
      MmtModel model,
      List<VideoEmbedding> videos,
      List<CaptionEmbedding> captions,
      ImmutableIntArray owners) {
    this.model = model;
    this.videos = List.copyOf(videos);
    this.captions = List.copyOf(captions);
    this.owners = owners;
  }

  /** Returns the embeddings of the videos. */
  public List<VideoEmbedding> videos() {
    return videos;
  }

  /** Returns the embeddings of the captions, video by video. */
  public List<CaptionEmbedding> captions() {
    return captions;
  }

  /**
   * Returns recalls and ranks of all captions and videos.
   *
   * @throws IllegalArgumentException if a similarity is NaN
   */
  public RetrievalMetrics metrics() {
    return RetrievalMetrics.of(ranks());
  }

  /**
   * Returns the ranks of all captions, video by video, and of all videos.
   *
   * @throws IllegalArgumentException if a similarity is NaN
   */
  public RetrievalRanks ranks() {
    PairwiseSimilarity similarity =
        (caption, video) -> (float) videos.get(video).similarity(captions.get(caption));
    if (model.config().architecture().hasVideoWeights()) {
      return RetrievalRanks.of(similarity, owners.asList());
    }
    try (VideoIndex index = VideoIndex.ofEmbeddings(model, videos)) {
      return RetrievalRanks.of(similarity, MatrixProducts.of(index, videos, captions), owners);
    }
  }
}
