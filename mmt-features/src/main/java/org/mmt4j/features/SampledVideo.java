package org.mmt4j.features;

import java.util.Arrays;
import java.util.List;
import org.mmt4j.data.VideoFeatures;

/**
 * A video as one row of a batch. Immutable.
 *
 * @param video features, with the times that the encoder receives
 * @param captions sentences; if the video has too few, the last ones are "0."
 * @param realCaptions number of sentences that come from the video; they are the first ones
 */
public record SampledVideo(VideoFeatures video, List<String> captions, int realCaptions) {

  /**
   * Copies the captions.
   *
   * @throws IllegalArgumentException if there are fewer captions than real captions
   */
  public SampledVideo {
    captions = List.copyOf(captions);
    if (realCaptions < 0 || realCaptions > captions.size()) {
      throw new IllegalArgumentException(
          "real captions: found " + realCaptions + ", expected 0 to " + captions.size());
    }
  }

  /** Returns the query mask of the reference: true for sentences that come from the video. */
  public boolean[] queryMask() {
    boolean[] mask = new boolean[captions.size()];
    Arrays.fill(mask, 0, realCaptions, true);
    return mask;
  }
}
