package org.mmt4j.train.evaluation;

import java.util.List;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;

/**
 * Similarities as one matrix product in single precision, for models without video weights.
 *
 * <p>The error of a sum of n products of a and b, in any order, is at most {@code (n + 2) u |a|
 * |b|}, to first order in {@code u = 2^-24}. One more u accounts for the similarity itself, which
 * is also a float (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1).
 */
record MatrixProducts(VideoIndex index, List<CaptionEmbedding> captions, double bound)
    implements RoundedSimilarities {

  private static final double UNIT = 0x1p-24;

  static MatrixProducts of(
      VideoIndex index, List<VideoEmbedding> videos, List<CaptionEmbedding> captions) {
    double longest =
        videos.stream().mapToDouble(video -> length(video.vector())).max().orElse(0)
            * captions.stream().mapToDouble(caption -> length(caption.vector())).max().orElse(0);
    int dimension = videos.get(0).vector().length;
    return new MatrixProducts(index, captions, 1.01 * (dimension + 3) * UNIT * longest);
  }

  @Override
  public float[][] rows(int from, int to) {
    return index.similarities(captions.subList(from, to)).toArray();
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
