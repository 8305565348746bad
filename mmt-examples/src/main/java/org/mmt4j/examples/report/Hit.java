package org.mmt4j.examples.report;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A clip found for a caption.
 *
 * @param id name of the clip
 * @param similarity with the caption
 * @param right whether it is the clip that the caption describes
 * @param frames pictures of the clip in order of time, about six; may be empty
 */
public record Hit(String id, double similarity, boolean right, List<BufferedImage> frames) {

  public Hit {
    frames = List.copyOf(frames);
  }
}
