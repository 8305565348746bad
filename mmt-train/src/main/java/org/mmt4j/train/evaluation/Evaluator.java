package org.mmt4j.train.evaluation;

import java.util.List;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.MmtModel;

/** Ranks all videos for all captions and all captions for all videos (paper, section 4.1). */
public final class Evaluator {

  private final MmtModel model;

  private Evaluator(MmtModel model) {
    this.model = model;
  }

  /** An evaluation of that model. */
  public static Evaluator of(MmtModel model) {
    return new Evaluator(model);
  }

  /**
   * Metrics with the first caption of each video.
   *
   * @throws IllegalArgumentException if there is no video, or the model cannot read one
   */
  public RetrievalMetrics evaluate(List<CaptionedVideo> videos) {
    return RetrievalMetrics.of(
        model.similarities(
            videos.stream().map(CaptionedVideo::video).toList(),
            videos.stream().map(video -> video.captions().get(0)).toList()));
  }
}
