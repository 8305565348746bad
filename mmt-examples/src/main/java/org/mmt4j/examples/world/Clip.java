package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import org.mmt4j.data.VideoFeatures;

/** One clip: what it shows, and what the experts found in it. */
public final class Clip {

  private final Footage footage;
  private final VideoFeatures features;

  Clip(Footage footage, VideoFeatures features) {
    this.footage = footage;
    this.features = features;
  }

  /** Name of the clip, such as {@code test-007}. */
  public String id() {
    return footage.id();
  }

  /** Five captions; the first tells everything and is the one to search by. */
  public ImmutableList<String> captions() {
    return footage.captions();
  }

  /** What the experts found; an expert that had nothing to read or hear is missing. */
  public VideoFeatures features() {
    return features;
  }

  /** What it shows and says. */
  public Footage footage() {
    return footage;
  }

  /** What happens in it: the truth that captions tell and experts see. */
  Script script() {
    return footage.script();
  }
}
