package org.mmt4j.extract.tfjs;

/**
 * An output of a converted network.
 *
 * @param name of the output
 * @param tensor of the TensorFlow.js model, {@code node} or {@code node:index}
 * @param pooling over the height and width of maps
 */
public record TfjsOutput(String name, String tensor, Pooling pooling) {

  /** What is left of maps [batch, height, width, channels]. */
  public enum Pooling {
    /** The tensor as it is, of any shape. */
    NONE,
    /** The maximum of each channel, [batch, channels]. */
    MAX,
    /** The mean of each channel, [batch, channels]. */
    MEAN
  }

  /** Returns an output that is not pooled. */
  public static TfjsOutput of(String name, String tensor) {
    return new TfjsOutput(name, tensor, Pooling.NONE);
  }
}
