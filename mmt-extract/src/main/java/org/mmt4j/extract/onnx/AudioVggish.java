package org.mmt4j.extract.onnx;

import org.mmt4j.extract.audio.LogMel;

/**
 * Expert {@code vggish}, audio: VGGish trained on YT8M (section 4.2). {@code vggish.onnx} reads
 * consecutive log-mel examples [1, 1, 96, 64] of 0.96 seconds, as in {@code vggish_input.py}, and
 * writes 128 values. Audio shorter than 0.975 seconds has no features.
 */
public final class AudioVggish extends NetworkExpert {

  /** For {@link java.util.ServiceLoader}. */
  public AudioVggish() {
    super("vggish", 128, Preprocessing.audioExamples(LogMel.VGGISH));
  }
}
