package org.mmt4j.extract.image;

import java.util.List;

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
    ChannelOrder order, double scale, List<Double> mean, List<Double> deviation) {

  /**
   * The normalization of networks that torchvision trained on ImageNet: to 0 ... 1, then by the
   * mean and deviation of ImageNet.
   */
  public static final Normalization IMAGENET =
      new Normalization(
          ChannelOrder.RGB, 1.0 / 255, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /** Values in -1 ... 1. */
  public static final Normalization PLUS_MINUS_ONE =
      new Normalization(
          ChannelOrder.RGB, 2.0 / 255, List.of(1.0, 1.0, 1.0), List.of(1.0, 1.0, 1.0));

  public Normalization {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != Pixels.CHANNELS || deviation.size() != Pixels.CHANNELS) {
      throw new IllegalArgumentException(
          "normalization: found mean "
              + mean
              + " and deviation "
              + deviation
              + ", expected one value for each of 3 channels");
    }
    if (!deviation.stream().allMatch(value -> value > 0)) {
      throw new IllegalArgumentException(
          "normalization: found deviation " + deviation + ", expected positive values");
    }
  }

  /** Returns a normalization that only subtracts a mean from values 0 to 255. */
  public static Normalization subtract(
      ChannelOrder order, double first, double second, double third) {
    return new Normalization(order, 1, List.of(first, second, third), List.of(1.0, 1.0, 1.0));
  }

  /** Returns a copy with this order of the channels. */
  public Normalization withOrder(ChannelOrder newOrder) {
    return new Normalization(newOrder, scale, mean, deviation);
  }

  /** Returns a copy with this factor for values 0 to 255. */
  public Normalization withScale(double newScale) {
    return new Normalization(order, newScale, mean, deviation);
  }

  /** Returns a copy with these means of the channels. */
  public Normalization withMean(double first, double second, double third) {
    return new Normalization(order, scale, List.of(first, second, third), deviation);
  }

  /** Returns a copy with these deviations of the channels, which must be positive. */
  public Normalization withDeviation(double first, double second, double third) {
    return new Normalization(order, scale, mean, List.of(first, second, third));
  }

  /** [height, width, 3] -> [3, height, width]. */
  float[] apply(Pixels image) {
    int pixels = image.width() * image.height();
    float[] planes = new float[Pixels.CHANNELS * pixels];
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      int source = order.source(channel);
      double shift = mean.get(channel);
      double divisor = deviation.get(channel);
      for (int i = 0; i < pixels; i++) {
        double value = scale * image.values()[Pixels.CHANNELS * i + source];
        planes[channel * pixels + i] = (float) ((value - shift) / divisor);
      }
    }
    return planes;
  }
}
