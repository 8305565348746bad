package org.mmt4j;

import org.mmt4j.similarity.Similarity;

/**
 * A video as the model sees it, computed once: {@code [psi_1 .. psi_N]}, each of length 1, or times
 * its weight where the model weighs videos.
 *
 * @param id the video's
 * @param vector N d values; not to be changed
 * @param weights {@code u_1 .. u_N} where the model weighs videos, else empty; not to be changed
 */
public record VideoEmbedding(String id, float[] vector, float[] weights) {

  /**
   * The similarity s(v, c) (paper, equation 6): one dot product, divided by that of the weights if
   * there are any.
   *
   * @throws IllegalArgumentException if the caption's embedding has another length or other weights
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
    if (caption.weights().length != weights.length) {
      throw new IllegalArgumentException(
          "weights of a caption: found "
              + caption.weights().length
              + ", expected "
              + weights.length
              + " as of video "
              + id);
    }
    return Similarity.of(other, caption.weights(), vector, weights);
  }
}
