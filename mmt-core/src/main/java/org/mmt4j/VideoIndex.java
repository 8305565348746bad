package org.mmt4j;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mmt4j.similarity.Similarity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The packed vectors of many videos, searched with one matrix product: exact, since with the
 * mixture weights on the caption's side the similarity is one dot product (paper, section 3.3). A
 * model that weighs videos takes a second product, of N values a video.
 *
 * <p>Safe for use by many threads. Owns native memory, four bytes a value: {@link #close} frees it
 * once searches under way are done. Does not own the model.
 */
public final class VideoIndex implements AutoCloseable {

  private final MmtModel model;
  private final ImmutableList<String> ids;
  private final INDArray vectors; // (videos, N d)
  private final Optional<INDArray> weights; // (videos, N)
  private final Lifetime lifetime = new Lifetime("index of videos");

  private VideoIndex(MmtModel model, List<VideoEmbedding> videos) {
    this.model = model;
    this.ids = videos.stream().map(VideoEmbedding::id).collect(ImmutableList.toImmutableList());
    this.vectors = Nd4j.create(videos.stream().map(VideoEmbedding::vector).toArray(float[][]::new));
    this.weights =
        model.config().architecture().weighsVideos()
            ? Optional.of(
                Nd4j.create(videos.stream().map(VideoEmbedding::weights).toArray(float[][]::new)))
            : Optional.empty();
  }

  /**
   * Embeds videos and keeps their vectors.
   *
   * @throws IllegalArgumentException if there is no video, or the model cannot read one
   */
  public static VideoIndex of(MmtModel model, List<VideoFeatures> videos) {
    return ofEmbeddings(model, model.embedVideos(videos));
  }

  /**
   * Keeps vectors that the same model computed before.
   *
   * @throws IllegalArgumentException if there is none, or one has another length than the model's
   */
  public static VideoIndex ofEmbeddings(MmtModel model, List<VideoEmbedding> videos) {
    if (videos.isEmpty()) {
      throw new IllegalArgumentException("videos of an index: found none, expected at least one");
    }
    for (VideoEmbedding video : videos) {
      requireOf(model, "video " + video.id(), video.vector(), video.weights());
    }
    return new VideoIndex(model, videos);
  }

  private static void requireOf(MmtModel model, String what, float[] vector, float[] weights) {
    MmtConfig config = model.config();
    if (vector.length != config.packedWidth()) {
      throw new IllegalArgumentException(
          "embedding of "
              + what
              + ": found "
              + vector.length
              + " values, expected "
              + config.packedWidth());
    }
    int expected = config.architecture().weighsVideos() ? config.experts().size() : 0;
    if (weights.length != expected) {
      throw new IllegalArgumentException(
          "weights of " + what + ": found " + weights.length + ", expected " + expected);
    }
  }

  /** Number of videos. */
  public int size() {
    return ids.size();
  }

  /**
   * The videos most similar to a caption, best first; equal ones in the order of the index.
   *
   * @param count how many, at least 1; fewer if the index has fewer
   * @throws IllegalArgumentException if the caption is blank or {@code count} below 1
   * @throws IllegalStateException if index or model are closed
   */
  public List<Hit> search(String caption, int count) {
    return search(model.embed(caption), count);
  }

  /**
   * As {@link #search(String, int)}, with a caption embedded before.
   *
   * @throws IllegalArgumentException if the embedding has another length than the model's
   */
  public List<Hit> search(CaptionEmbedding caption, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "number of hits: found " + count + ", expected at least 1");
    }
    requireOf(model, "a caption", caption.vector(), caption.weights());
    float[] similarities = lifetime.use(() -> similarities(caption));
    Comparator<Integer> bestFirst =
        Comparator.comparingDouble((Integer video) -> similarities[video])
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    return IntStream.range(0, size())
        .boxed()
        .collect(Comparators.least(Math.min(count, size()), bestFirst))
        .stream()
        .map(video -> new Hit(ids.get(video), similarities[video]))
        .toList();
  }

  private float[] similarities(CaptionEmbedding caption) {
    float[] products = product(vectors, caption.vector());
    if (weights.isPresent()) {
      float[] sums = product(weights.get(), caption.weights());
      for (int video = 0; video < products.length; video++) {
        products[video] = Similarity.divided(products[video], sums[video]);
      }
    }
    return products;
  }

  /** (videos, k)·(k, 1). */
  private static float[] product(INDArray rows, float[] column) {
    try (INDArray query = Nd4j.createFromArray(column).reshape(column.length, 1);
        INDArray product = rows.mmul(query)) {
      return product.data().asFloat();
    }
  }

  /** Frees the vectors; closing twice is harmless. */
  @Override
  public void close() {
    lifetime.close(
        () -> {
          vectors.close();
          weights.ifPresent(INDArray::close);
        });
  }
}
