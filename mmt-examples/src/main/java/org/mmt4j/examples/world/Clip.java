package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import org.mmt4j.VideoFeatures;

/**
 * One clip: what the experts found in it, captions for it, and its pictures and sound on demand.
 */
public final class Clip {

  private final Script script;
  private final ImmutableList<String> captions;
  private final VideoFeatures features;

  Clip(Script script, VideoFeatures features) {
    this.script = script;
    this.captions = CaptionWriter.captions(script);
    this.features = features;
  }

  /** Name of the clip, such as {@code test-007}. */
  public String id() {
    return features.id();
  }

  /** Five captions; the first tells everything and is the one to search by. */
  public ImmutableList<String> captions() {
    return captions;
  }

  /** What the experts found; an expert that had nothing to read or hear is missing. */
  public VideoFeatures features() {
    return features;
  }

  /** Length of the clip. */
  public double durationSeconds() {
    return script.staging().seconds();
  }

  /** The picture at a second, 192 by 144 pixels, rendered anew by each call. */
  public BufferedImage frame(double second) {
    return Film.frame(script, second);
  }

  /** The sound track, 8192 samples a second, rendered anew; empty where there is none. */
  public float[] samples() {
    return script.soundTrack() ? Synthesizer.samples(script) : new float[0];
  }

  /** What happens in it: the truth that captions tell and experts see. */
  Script script() {
    return script;
  }
}
