package org.mmt4j.extract.image;

/**
 * Scales pictures. Pixel i of the result is the weighted mean of the pixels around {@code c = (i +
 * 0.5) s}, where s is the old length through the new:
 *
 * <pre>{@code weight(j) = max(0, 1 - |j + 0.5 - c| / max(1, s))}</pre>
 *
 * divided by the sum of the weights; first along rows, then along columns. What becomes larger is
 * interpolated between two pixels, what becomes smaller is smoothed first.
 *
 * <p>Source: the filter {@code BILINEAR} of Pillow, with which torchvision prepares pictures.
 * Differs from it in that nothing is rounded to whole numbers.
 */
final class BilinearResize {

  private BilinearResize() {}

  static Pixels to(int width, int height, Pixels picture) {
    return columns(rows(picture, width), height);
  }

  /** [height, oldWidth, 3] -> [height, width, 3]. */
  private static Pixels rows(Pixels picture, int width) {
    if (width == picture.width()) {
      return picture;
    }
    float[] scaled = new float[Pixels.CHANNELS * width * picture.height()];
    for (int x = 0; x < width; x++) {
      Filter filter = Filter.at(x, picture.width(), width);
      for (int y = 0; y < picture.height(); y++) {
        int from = Pixels.CHANNELS * (y * picture.width() + filter.first);
        int to = Pixels.CHANNELS * (y * width + x);
        filter.apply(picture.values(), from, Pixels.CHANNELS, scaled, to);
      }
    }
    return new Pixels(width, picture.height(), scaled);
  }

  /** [oldHeight, width, 3] -> [height, width, 3]. */
  private static Pixels columns(Pixels picture, int height) {
    if (height == picture.height()) {
      return picture;
    }
    int row = Pixels.CHANNELS * picture.width();
    float[] scaled = new float[row * height];
    for (int y = 0; y < height; y++) {
      Filter filter = Filter.at(y, picture.height(), height);
      for (int x = 0; x < picture.width(); x++) {
        int column = Pixels.CHANNELS * x;
        filter.apply(picture.values(), row * filter.first + column, row, scaled, row * y + column);
      }
    }
    return new Pixels(picture.width(), height, scaled);
  }

  /** Weights of neighbouring pixels, of which {@code first} is the first. */
  private static final class Filter {

    private final int first;
    private final double[] weights;

    private Filter(int first, double[] weights) {
      this.first = first;
      this.weights = weights;
    }

    static Filter at(int index, int oldLength, int newLength) {
      double scale = (double) oldLength / newLength;
      double support = Math.max(1, scale);
      double center = (index + 0.5) * scale;
      int first = (int) Math.max(0, Math.floor(center - support + 0.5));
      int end = (int) Math.min(oldLength, Math.floor(center + support + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - center) / support);
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
      return new Filter(first, weights);
    }

    /** Each channel of one pixel; {@code step} is from a pixel to its neighbour. */
    void apply(float[] values, int from, int step, float[] scaled, int to) {
      for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * values[from + channel + i * step];
        }
        scaled[to + channel] = (float) sum;
      }
    }
  }
}
