package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.mmt4j.data.VideoFeatures;

/**
 * A video as one row of a batch.
 *
 * @param video features, with the times that the encoder receives
 * @param captions sentences; if the video has too few, the last ones are "0."
 * @param real number of sentences that come from the video; they are the first ones
 */
public record SampledVideo(VideoFeatures video, ImmutableList<String> captions, int real) {

  /** Returns the query mask of the reference: true for sentences that come from the video. */
  public boolean[] mask() {
    boolean[] mask = new boolean[captions.size()];
    Arrays.fill(mask, 0, real, true);
    return mask;
  }
}
