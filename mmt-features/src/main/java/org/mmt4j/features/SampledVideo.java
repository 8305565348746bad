package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.mmt4j.data.VideoFeatures;

/**
 * A video as one line of a batch has it.
 *
 * @param video its features, with the times that the encoder is told
 * @param captions the sentences; where the video has too few, the last ones are "0."
 * @param real how many of them the video has, from the first
 */
public record SampledVideo(VideoFeatures video, ImmutableList<String> captions, int real) {

  /** The authors' query mask: which captions are the video's own. */
  public boolean[] mask() {
    boolean[] mask = new boolean[captions.size()];
    Arrays.fill(mask, 0, real, true);
    return mask;
  }
}
