package org.mmt4j.extract.visiontext;

import java.util.List;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.io.DataFileException;

/** What the image towers and text towers of usual ONNX exports have in common. */
final class Tower {

  private Tower() {}

  /**
   * Returns the first of some outputs that a network has.
   *
   * @throws DataFileException if it has none of them
   */
  static String output(OnnxModel network, List<String> names) throws DataFileException {
    return names.stream()
        .filter(network.outputs()::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new DataFileException(
                    network.file(),
                    "found outputs " + network.outputs() + ", expected one of " + names));
  }

  /** Returns a vector scaled to length 1. */
  static float[] scaled(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = Math.max(1e-12, Math.sqrt(squares));
    float[] scaled = new float[vector.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (vector[i] / length);
    }
    return scaled;
  }
}
