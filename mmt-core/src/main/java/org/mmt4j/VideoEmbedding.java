package org.mmt4j;

/**
 * A video as the model sees it, computed once: {@code [psi_1 .. psi_N]}, each of length 1.
 *
 * @param id the video's
 * @param vector N d values; not to be changed
 */
public record VideoEmbedding(String id, float[] vector) {

  /**
   * The similarity s(v, c) (paper, equation 6): one dot product.
   *
   * @throws IllegalArgumentException if the caption's embedding has another length
   */
  public double similarity(CaptionEmbedding caption) {
    float[] other = caption.vector();
    if (other.length != vector.length) {
      throw new IllegalArgumentException(
          "embedding of a caption: found "
              + other.length
              + " values, expected "
              + vector.length
              + " as of video "
              + id);
    }
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += (double) vector[i] * other[i];
    }
    return sum;
  }
}
