package org.mmt4j.extract.image;

/**
 * Scales images. Pixel i of the result is the weighted mean of the pixels around {@code c = (i +
 * 0.5) s}, where s is the old length divided by the new:
 *
 * <pre>{@code weight(j) = w((j + 0.5 - c) / max(1, s))}</pre>
 *
 * with w of the {@link Interpolation}, divided by the sum of the weights; first along rows, then
 * along columns. Enlarging interpolates between pixels, reducing smooths first.
 *
 * <p>Source: the filters {@code BILINEAR} and {@code BICUBIC} of Pillow, which torchvision uses to
 * prepare images. Differs from it in that values are not rounded to integers.
 */
final class ImageResize {

  private static final double MAX = 255;

  private ImageResize() {}

  static Pixels to(int width, int height, Interpolation kind, Pixels image) {
    return columns(rows(image, width, kind), height, kind);
  }

  /** [height, oldWidth, 3] -> [height, width, 3]. */
  private static Pixels rows(Pixels image, int width, Interpolation kind) {
    if (width == image.width()) {
      return image;
    }
    float[] scaled = new float[Pixels.CHANNELS * width * image.height()];
    for (int x = 0; x < width; x++) {
      Filter filter = Filter.at(x, image.width(), width, kind);
      for (int y = 0; y < image.height(); y++) {
        int from = Pixels.CHANNELS * (y * image.width() + filter.first);
        int to = Pixels.CHANNELS * (y * width + x);
        filter.apply(image.values(), from, Pixels.CHANNELS, scaled, to);
      }
    }
    return new Pixels(width, image.height(), scaled);
  }

  /** [oldHeight, width, 3] -> [height, width, 3]. */
  private static Pixels columns(Pixels image, int height, Interpolation kind) {
    if (height == image.height()) {
      return image;
    }
    int row = Pixels.CHANNELS * image.width();
    float[] scaled = new float[row * height];
    for (int y = 0; y < height; y++) {
      Filter filter = Filter.at(y, image.height(), height, kind);
      for (int x = 0; x < image.width(); x++) {
        int column = Pixels.CHANNELS * x;
        filter.apply(image.values(), row * filter.first + column, row, scaled, row * y + column);
      }
    }
    return new Pixels(image.width(), height, scaled);
  }

  /** The weights of neighbouring pixels, starting with pixel {@code first}. */
  private static final class Filter {

    private final int first;
    private final double[] weights;

    private Filter(int first, double[] weights) {
      this.first = first;
      this.weights = weights;
    }

    static Filter at(int index, int oldLength, int newLength, Interpolation kind) {
      double scale = (double) oldLength / newLength;
      double step = Math.max(1, scale); // of the weights: smaller images are smoothed
      double support = kind.support() * step;
      double center = (index + 0.5) * scale;
      int first = (int) Math.max(0, Math.floor(center - support + 0.5));
      int end = (int) Math.min(oldLength, Math.floor(center + support + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = kind.weight((first + i + 0.5 - center) / step);
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
      return new Filter(first, weights);
    }

    /**
     * Computes all channels of one pixel.
     *
     * @param step distance in {@code values} from a pixel to its neighbour
     */
    void apply(float[] values, int from, int step, float[] scaled, int to) {
      for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * values[from + channel + i * step];
        }
        scaled[to + channel] = (float) Math.max(0, Math.min(MAX, sum));
      }
    }
  }
}
