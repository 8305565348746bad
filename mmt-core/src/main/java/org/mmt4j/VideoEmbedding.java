package org.mmt4j;

import org.mmt4j.similarity.Similarity;

/**
 * The embedding of a video: {@code [psi_1 .. psi_N]}, each of length 1, or times its weight if the
 * model has video weights.
 *
 * @param id id of the video
 * @param vector N d values; do not change them
 * @param weights {@code u_1 .. u_N} if the model has video weights, otherwise empty; do not change
 *     them
 */
public record VideoEmbedding(String id, float[] vector, float[] weights) {

  /**
   * Returns the similarity s(v, c) (paper, equation 6): one dot product, divided by the dot product
   * of the weights, if any.
   *
   * @throws IllegalArgumentException if the lengths of the vectors or of the weights differ
   */
  public double similarity(CaptionEmbedding caption) {
    float[] other = caption.vector();
    if (other.length != vector.length) {
      throw new IllegalArgumentException(
          "embedding of a caption: found "
              + other.length
              + " values, expected "
              + vector.length
              + " as for video "
              + id);
    }
    if (caption.weights().length != weights.length) {
      throw new IllegalArgumentException(
          "weights of a caption: found "
              + caption.weights().length
              + ", expected "
              + weights.length
              + " as for video "
              + id);
    }
    return Similarity.of(other, caption.weights(), vector, weights);
  }
}
