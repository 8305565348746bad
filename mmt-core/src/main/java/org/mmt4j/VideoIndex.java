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
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.Lifetime;
import org.mmt4j.similarity.PackedVectors;
import org.mmt4j.similarity.Similarity;
import org.mmt4j.similarity.VectorPrecision;

/**
 * A search index of the packed vectors of many videos. A search is one matrix product and exact in
 * single precision: the mixture weights are part of the caption's vector, so the similarity is one
 * dot product (paper, section 3.3). A model with video weights needs a second product with N values
 * per video.
 *
 * <p>Thread-safe. Owns native memory, four bytes or one byte per value ({@link VectorPrecision}).
 * {@link #close} waits for running searches and frees it. Does not own the model.
 */
public final class VideoIndex implements AutoCloseable {

  private final MmtModel model;
  private final ImmutableList<String> ids;
  private final PackedVectors vectors; // (videos, N d)
  private final Optional<PackedVectors> weights; // (videos, N)
  private final Lifetime lifetime = new Lifetime("video index");

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
   * Returns an index of videos, which it embeds.
   *
   * @throws IllegalArgumentException if there are no videos, or the model cannot read a video
   */
  public static VideoIndex of(MmtModel model, List<VideoFeatures> videos) {
    return ofEmbeddings(model, model.embedVideos(videos));
  }

  /**
   * Returns an index of embeddings of the same model, in single precision.
   *
   * @throws IllegalArgumentException if there are no embeddings, or the length of one differs from
   *     the model's
   */
  public static VideoIndex ofEmbeddings(MmtModel model, List<VideoEmbedding> videos) {
    return ofEmbeddings(model, videos.stream(), VectorPrecision.FLOAT32);
  }

  /**
   * Returns an index of embeddings of the same model. Reads the stream one embedding at a time, so
   * that the unpacked embeddings need not fit in memory together. Weights of videos are stored in
   * single precision.
   *
   * @throws IllegalArgumentException if there are no embeddings, or the length of one differs from
   *     the model's
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
    try {
      if (vectors.size() == 0) {
        throw new IllegalArgumentException(
            "videos of the index: found none, expected at least one");
      }
      return new VideoIndex(model, ids.build(), vectors, packed(config, weights));
    } catch (RuntimeException | Error e) {
      Closing.after(e, vectors::close);
      throw e;
    }
  }

  private static Optional<PackedVectors> packed(ModelConfig config, List<float[]> weights) {
    return config.architecture().hasVideoWeights()
        ? Optional.of(
            PackedVectors.of(VectorPrecision.FLOAT32, config.experts().size(), weights.stream()))
        : Optional.empty();
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
    int expected = config.architecture().hasVideoWeights() ? config.experts().size() : 0;
    if (weights.length != expected) {
      throw new IllegalArgumentException(
          "weights of " + what + ": found " + weights.length + ", expected " + expected);
    }
  }

  /** Returns the number of videos. */
  public int size() {
    return ids.size();
  }

  /** Returns the native memory of the vectors in bytes. */
  public long bytes() {
    return vectors.bytes() + weights.map(PackedVectors::bytes).orElse(0L);
  }

  /**
   * Returns the videos most similar to a caption, best first; ties keep the order of the index. (On
   * backends other than the CPU, rounding may give duplicates of a video different similarities.)
   *
   * @param count largest number of videos, at least 1
   * @throws IllegalArgumentException if the caption is blank or {@code count} below 1
   * @throws IllegalStateException if the index or the model is closed
   */
  public List<Hit> search(String caption, int count) {
    return search(model.embed(caption), count);
  }

  /**
   * As {@link #search(String, int)}, for a caption that is already embedded.
   *
   * @throws IllegalArgumentException if the length of the embedding differs from the model's
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
   * Returns all similarities, computed by one matrix product, equal to those of {@link
   * VideoEmbedding#similarity} up to rounding. Captions with the same embedding get the same
   * values.
   *
   * @throws IllegalArgumentException if the length of an embedding differs from the model's
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

  /** The arrays of a caption that are multiplied; equal if they are the same objects. */
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

  /** Frees the vectors; closing again has no effect. */
  @Override
  public void close() {
    lifetime.close(
        () -> Closing.all(vectors::close, () -> weights.ifPresent(PackedVectors::close)));
  }
}
