package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import org.mmt4j.data.VideoFeatures;

/** A clip: its footage and its features. */
public final class Clip {

  private final Footage footage;
  private final VideoFeatures features;

  Clip(Footage footage, VideoFeatures features) {
    this.footage = footage;
    this.features = features;
  }

  /** Returns the id of the clip, such as {@code test-007}. */
  public String id() {
    return footage.id();
  }

  /** Returns five captions; the first describes everything and is the search query. */
  public ImmutableList<String> captions() {
    return footage.captions();
  }

  /** Returns the features; experts without words or sound are missing. */
  public VideoFeatures features() {
    return features;
  }

  /** Returns the footage. */
  public Footage footage() {
    return footage;
  }

  /** Returns the script: the ground truth of captions and features. */
  Script script() {
    return footage.script();
  }
}
