package org.mmt4j.train.evaluation;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.data.VideoFeatures;

/**
 * Ranks all videos for all captions and all captions for all videos (paper, section 4.1).
 *
 * <p>Embeds every video and every caption once. Reads a few videos at a time and computes
 * similarities in blocks, so that memory holds only embeddings and counts.
 */
public final class Evaluator {

  private static final int VIDEOS_AT_A_TIME = 256;

  private final MmtModel model;
  private final int captionsPerVideo;

  private Evaluator(MmtModel model, int captionsPerVideo) {
    this.model = model;
    this.captionsPerVideo = captionsPerVideo;
  }

  /** Returns an evaluator of a model that uses the first caption of each video. */
  public static Evaluator of(MmtModel model) {
    return new Evaluator(model, 1);
  }

  /**
   * Returns an evaluator that uses all captions of each video. Each caption is a query; the answer
   * for a video is its best own caption.
   */
  public Evaluator allCaptions() {
    return new Evaluator(model, Integer.MAX_VALUE);
  }

  /**
   * Returns metrics of all captions and videos.
   *
   * @throws IllegalArgumentException if there are no videos, the model cannot read a video, or a
   *     similarity is NaN
   */
  public RetrievalMetrics evaluate(List<CaptionedVideo> videos) {
    return RetrievalMetrics.of(rank(videos));
  }

  /**
   * As {@link #evaluate(List)}, but reads a few videos at a time.
   *
   * @throws IOException if a video cannot be read
   */
  public RetrievalMetrics evaluate(CaptionedVideos videos) throws IOException {
    return embed(videos).metrics();
  }

  /**
   * Returns the ranks of all captions, video by video, and of all videos. Throws the same
   * exceptions as {@link #evaluate(List)}.
   */
  public RetrievalRanks rank(List<CaptionedVideo> videos) {
    try {
      return embed(CaptionedVideos.of(videos)).ranks();
    } catch (IOException e) { // cannot happen: the videos are in memory
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the embeddings of videos and their captions.
   *
   * @throws IOException if a video cannot be read
   * @throws IllegalArgumentException if there are no videos, or the model cannot read a video
   */
  public EmbeddedVideos embed(CaptionedVideos videos) throws IOException {
    if (videos.size() == 0) {
      throw new IllegalArgumentException("videos to evaluate: found none, expected at least one");
    }
    List<VideoEmbedding> embedded = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    ImmutableIntArray.Builder owners = ImmutableIntArray.builder();
    for (int from = 0; from < videos.size(); from += VIDEOS_AT_A_TIME) {
      List<VideoFeatures> features = new ArrayList<>();
      for (int i = from; i < Math.min(from + VIDEOS_AT_A_TIME, videos.size()); i++) {
        CaptionedVideo video = videos.load(i);
        features.add(video.video());
        int count = Math.min(captionsPerVideo, video.captions().size());
        captions.addAll(video.captions().subList(0, count));
        for (int caption = 0; caption < count; caption++) {
          owners.add(i);
        }
      }
      embedded.addAll(model.embedVideos(features));
    }
    List<CaptionEmbedding> queries = model.embedCaptions(captions);
    return new EmbeddedVideos(model, embedded, queries, owners.build());
  }
}
