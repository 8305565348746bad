package org.mmt4j.search;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.similarity.Similarity;

/**
 * The vector of a query, {@code [w_1 q_1 .. w_N q_N]}, to compare with videos as a caption's vector
 * is.
 *
 * @param vector N d values
 * @param weights {@code w_1 .. w_N} if videos have weights, otherwise empty
 */
record QueryVector(float[] vector, float[] weights) {

  static QueryVector of(CaptionEmbedding caption) {
    return new QueryVector(caption.vector(), caption.weights());
  }

  /**
   * Returns the vector of "more like this": the parts of the video times its weights, or times 1/N.
   */
  static QueryVector of(VideoEmbedding video, VectorSpace space) {
    return space.weighted()
        ? new QueryVector(video.vector(), video.weights())
        : new QueryVector(scaled(video.vector(), 1f / space.experts().size()), video.weights());
  }

  /** Returns zeros. */
  static QueryVector zero(VectorSpace space) {
    return new QueryVector(new float[space.dimension()], new float[space.weights()]);
  }

  private static float[] scaled(float[] values, float factor) {
    float[] scaled = values.clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= factor;
    }
    return scaled;
  }

  /**
   * Returns this plus a factor times another vector; adds its weights if the factor is positive.
   */
  QueryVector plus(QueryVector other, float factor) {
    return new QueryVector(
        sum(vector, other.vector, factor), sum(weights, other.weights, Math.max(0, factor)));
  }

  private static float[] sum(float[] values, float[] others, float factor) {
    float[] sum = values.clone();
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * others[k];
    }
    return sum;
  }

  /**
   * Returns the parts of one expert with length 1, and 0 for the others: the similarity is then the
   * cosine of this expert's parts.
   */
  QueryVector only(String expert, VectorSpace space) {
    int index = space.index(expert);
    float[] part = space.only(expert, vector);
    double squares = 0;
    for (float value : part) {
      squares += value * value;
    }
    float[] weight = new float[weights.length];
    if (weight.length > 0) {
      weight[index] = 1;
    }
    return new QueryVector(
        squares > 0 ? scaled(part, (float) (1 / Math.sqrt(squares))) : part, weight);
  }

  /** Returns each expert's share in the similarity with a video. */
  Map<String, Double> shares(VideoEmbedding video, VectorSpace space) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String expert : space.experts()) {
      float[] part = space.only(expert, vector);
      shares.put(expert, Similarity.of(part, weights, video.vector(), video.weights()));
    }
    return shares;
  }
}
