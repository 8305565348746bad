package org.mmt4j.train.report;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A video found for a caption.
 *
 * @param id id of the video
 * @param similarity similarity with the caption
 * @param correct whether it is the video that the caption describes
 * @param frames about six frames of the video in order of time; may be empty
 */
public record RankedVideo(
    String id, double similarity, boolean correct, List<BufferedImage> frames) {

  public RankedVideo {
    frames = List.copyOf(frames);
  }
}
