package org.mmt4j.extract.words;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Samples as 16-bit integers, as recognizers of speech read them. */
final class Pcm {

  private Pcm() {}

  /** Returns samples in [-1, 1] as integers; others are clipped. */
  static short[] shorts(float[] samples) {
    short[] shorts = new short[samples.length];
    for (int i = 0; i < samples.length; i++) {
      shorts[i] = (short) Math.round(Short.MAX_VALUE * Math.max(-1, Math.min(1, samples[i])));
    }
    return shorts;
  }

  /** Returns the integers as bytes, the most significant one first. */
  static byte[] bytes(float[] samples) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Short.BYTES * samples.length).order(ByteOrder.BIG_ENDIAN);
    bytes.asShortBuffer().put(shorts(samples));
    return bytes.array();
  }
}
