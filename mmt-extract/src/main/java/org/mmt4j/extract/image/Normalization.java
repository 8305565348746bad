package org.mmt4j.extract.image;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * Converts the values of a pixel, 0 to 255, to the input of a network:
 *
 * <pre>{@code (scale value - mean) / deviation}</pre>
 *
 * @param order of the channels, also of {@code mean} and {@code deviation}
 * @param scale factor for values 0 to 255, usually 1 / 255 or 1
 * @param mean of each channel, 3 values
 * @param deviation of each channel, 3 positive values
 */
public record Normalization(
    ChannelOrder order, double scale, ImmutableDoubleArray mean, ImmutableDoubleArray deviation) {

  /**
   * The normalization of networks that torchvision trained on ImageNet: to 0 ... 1, then by the
   * mean and deviation of ImageNet.
   */
  public static final Normalization IMAGENET =
      new Normalization(
          ChannelOrder.RGB,
          1.0 / 255,
          ImmutableDoubleArray.of(0.485, 0.456, 0.406),
          ImmutableDoubleArray.of(0.229, 0.224, 0.225));

  /** Values in -1 ... 1. */
  public static final Normalization PLUS_MINUS_ONE =
      new Normalization(
          ChannelOrder.RGB,
          2.0 / 255,
          ImmutableDoubleArray.of(1, 1, 1),
          ImmutableDoubleArray.of(1, 1, 1));

  public Normalization {
    if (mean.length() != Pixels.CHANNELS || deviation.length() != Pixels.CHANNELS) {
      throw new IllegalArgumentException(
          "normalization: found mean "
              + mean
              + " and deviation "
              + deviation
              + ", expected one value for each of 3 channels");
    }
    if (!(Arrays.stream(deviation.toArray()).min().getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "normalization: found deviation " + deviation + ", expected positive values");
    }
  }

  /** Returns a normalization that only subtracts a mean from values 0 to 255. */
  public static Normalization subtract(
      ChannelOrder order, double first, double second, double third) {
    return new Normalization(
        order, 1, ImmutableDoubleArray.of(first, second, third), ImmutableDoubleArray.of(1, 1, 1));
  }

  /** [height, width, 3] -> [3, height, width]. */
  float[] apply(Pixels image) {
    int pixels = image.width() * image.height();
    float[] planes = new float[Pixels.CHANNELS * pixels];
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      int source = order.source(channel);
      for (int i = 0; i < pixels; i++) {
        double value = scale * image.values()[Pixels.CHANNELS * i + source];
        planes[channel * pixels + i] =
            (float) ((value - mean.get(channel)) / deviation.get(channel));
      }
    }
    return planes;
  }
}
