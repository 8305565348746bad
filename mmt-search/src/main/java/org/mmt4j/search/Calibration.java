package org.mmt4j.search;

import com.google.common.base.Splitter;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * How much the best hits of unrelated captions stand out by chance. For a caption, {@code z = (s -
 * m) / d} with the similarity s of a hit, the mean m and the standard deviation d of the
 * similarities of the whole library.
 *
 * <p>The confidence of a hit is {@code |{i: z_i < z}| / (n + 1)} with the best hits z_i of n
 * unrelated captions (a conformal p-value, subtracted from 1). So of captions that are as unrelated
 * as those, at most a share of {@code 1 - c} has a hit of confidence c or more, if the library has
 * not changed since.
 *
 * @param chances z_i in ascending order
 */
record Calibration(double[] chances) {

  /** With fewer captions, a confidence of 0.95 could not be reached. */
  static final int LEAST_CAPTIONS = 20;

  static Calibration of(DoubleStream chances) {
    return new Calibration(chances.sorted().toArray());
  }

  /** Returns z of a similarity; 0 if all similarities are the same. */
  static double standardized(double similarity, VectorEngine.Answer library) {
    return library.deviation() == 0 ? 0 : (similarity - library.mean()) / library.deviation();
  }

  double confidence(double z) {
    long below = Arrays.stream(chances).filter(chance -> chance < z).count();
    return (double) below / (chances.length + 1);
  }

  String toText() {
    return Arrays.stream(chances).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  static Calibration parse(String text) {
    return of(
        Splitter.on(' ').omitEmptyStrings().splitToStream(text).mapToDouble(Double::parseDouble));
  }
}
