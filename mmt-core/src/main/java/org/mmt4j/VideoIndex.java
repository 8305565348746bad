package org.mmt4j;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Lifetime;
import org.mmt4j.similarity.PackedVectors;
import org.mmt4j.similarity.Similarity;
import org.mmt4j.similarity.VectorPrecision;

/**
 * The packed vectors of many videos, searched with one matrix product: exact in single precision,
 * since with the mixture weights on the caption's side the similarity is one dot product (paper,
 * section 3.3). A model that weighs videos takes a second product, of N values a video.
 *
 * <p>Safe for use by many threads. Owns native memory, four bytes a value or one, as {@link
 * VectorPrecision} says: {@link #close} frees it once searches under way are done. Does not own the
 * model.
 */
public final class VideoIndex implements AutoCloseable {

  private final MmtModel model;
  private final ImmutableList<String> ids;
  private final PackedVectors vectors; // (videos, N d)
  private final Optional<PackedVectors> weights; // (videos, N)
  private final Lifetime lifetime = new Lifetime("index of videos");

  private VideoIndex(
      MmtModel model,
      ImmutableList<String> ids,
      PackedVectors vectors,
      Optional<PackedVectors> weights) {
    this.model = model;
    this.ids = ids;
    this.vectors = vectors;
    this.weights = weights;
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
   * Keeps vectors that the same model computed before, in single precision.
   *
   * @throws IllegalArgumentException if there is none, or one has another length than the model's
   */
  public static VideoIndex ofEmbeddings(MmtModel model, List<VideoEmbedding> videos) {
    return ofEmbeddings(model, videos.stream(), VectorPrecision.FLOAT32);
  }

  /**
   * Keeps vectors that the same model computes or computed: takes them one after the other, so that
   * they need not all fit in memory unpacked. Weights of videos stay in single precision.
   *
   * @throws IllegalArgumentException if there is none, or one has another length than the model's
   */
  public static VideoIndex ofEmbeddings(
      MmtModel model, Stream<VideoEmbedding> videos, VectorPrecision precision) {
    ModelConfig config = model.config();
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    List<float[]> weights = new ArrayList<>();
    PackedVectors vectors =
        PackedVectors.of(
            precision,
            config.packedDimension(),
            videos.map(
                video -> {
                  requireOf(model, "video " + video.id(), video.vector(), video.weights());
                  ids.add(video.id());
                  weights.add(video.weights());
                  return video.vector();
                }));
    if (vectors.size() == 0) {
      vectors.close();
      throw new IllegalArgumentException("videos of an index: found none, expected at least one");
    }
    return new VideoIndex(
        model,
        ids.build(),
        vectors,
        config.architecture().weighsVideos()
            ? Optional.of(
                PackedVectors.of(
                    VectorPrecision.FLOAT32, config.experts().size(), weights.stream()))
            : Optional.empty());
  }

  private static void requireOf(MmtModel model, String what, float[] vector, float[] weights) {
    ModelConfig config = model.config();
    if (vector.length != config.packedDimension()) {
      throw new IllegalArgumentException(
          "embedding of "
              + what
              + ": found "
              + vector.length
              + " values, expected "
              + config.packedDimension());
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

  /** Native memory that the vectors take. */
  public long bytes() {
    return vectors.bytes() + weights.map(PackedVectors::bytes).orElse(0L);
  }

  /**
   * The videos most similar to a caption, best first; equal ones in the order of the index. (On
   * other backends than the CPU's, rounding may tell copies of a video apart.)
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
    requireOf(model, "a caption", caption.vector(), caption.weights());
    float[] similarities = lifetime.use(() -> similarities(caption));
    return Hit.best(ids, similarities, count);
  }

  private float[] similarities(CaptionEmbedding caption) {
    float[] products = vectors.products(caption.vector());
    if (weights.isPresent()) {
      divide(products, weights.get().products(caption.weights()));
    }
    return products;
  }

  private static void divide(float[] products, float[] sums) {
    for (int video = 0; video < products.length; video++) {
      products[video] = Similarity.divided(products[video], sums[video]);
    }
  }

  /**
   * Returns all similarities, by one product of matrices, equal to those of {@link
   * VideoEmbedding#similarity} up to rounding. Captions of the same embedding have the same values.
   *
   * @throws IllegalArgumentException if an embedding has another length than the model's
   * @throws ClosedException if closed
   */
  public Similarities similarities(List<CaptionEmbedding> captions) {
    captions.forEach(caption -> requireOf(model, "a caption", caption.vector(), caption.weights()));
    List<Factors> factors = captions.stream().map(Factors::of).toList();
    float[][] values =
        Deduplicated.apply(factors, unique -> Arrays.asList(lifetime.use(() -> products(unique))))
            .toArray(float[][]::new);
    return new Similarities(captions.stream().map(CaptionEmbedding::caption).toList(), ids, values);
  }

  /** What of a caption is multiplied; equal if the arrays are the same. */
  private record Factors(float[] vector, float[] weights) {
    static Factors of(CaptionEmbedding caption) {
      return new Factors(caption.vector(), caption.weights());
    }
  }

  private float[][] products(List<Factors> captions) {
    float[][] products = products(vectors, captions.stream().map(Factors::vector));
    if (weights.isPresent()) {
      float[][] sums = products(weights.get(), captions.stream().map(Factors::weights));
      for (int caption = 0; caption < products.length; caption++) {
        divide(products[caption], sums[caption]);
      }
    }
    return products;
  }

  private static float[][] products(PackedVectors videos, Stream<float[]> captions) {
    try (PackedVectors packed =
        PackedVectors.of(VectorPrecision.FLOAT32, videos.dimension(), captions)) {
      return videos.products(packed);
    }
  }

  /** Frees the vectors; closing twice is harmless. */
  @Override
  public void close() {
    lifetime.close(
        () -> {
          vectors.close();
          weights.ifPresent(PackedVectors::close);
        });
  }
}
