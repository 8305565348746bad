package org.mmt4j;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The packed vectors of many videos, searched with one matrix product: exact, since with the
 * mixture weights on the caption's side the similarity is one dot product (paper, section 3.3).
 *
 * <p>Safe for use by many threads. Owns native memory, four bytes a value: {@link #close} frees it
 * once searches under way are done. Does not own the model.
 */
public final class VideoIndex implements AutoCloseable {

  private final MmtModel model;
  private final ImmutableList<String> ids;
  private final INDArray vectors; // (videos, N d)
  private final Lifetime lifetime = new Lifetime("index of videos");

  private VideoIndex(MmtModel model, ImmutableList<String> ids, INDArray vectors) {
    this.model = model;
    this.ids = ids;
    this.vectors = vectors;
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
    int width = model.config().packedWidth();
    for (VideoEmbedding video : videos) {
      if (video.vector().length != width) {
        throw new IllegalArgumentException(
            "embedding of video "
                + video.id()
                + ": found "
                + video.vector().length
                + " values, expected "
                + width);
      }
    }
    ImmutableList<String> ids =
        videos.stream().map(VideoEmbedding::id).collect(ImmutableList.toImmutableList());
    return new VideoIndex(
        model,
        ids,
        Nd4j.create(videos.stream().map(VideoEmbedding::vector).toArray(float[][]::new)));
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
    if (caption.vector().length != model.config().packedWidth()) {
      throw new IllegalArgumentException(
          "embedding of a caption: found "
              + caption.vector().length
              + " values, expected "
              + model.config().packedWidth());
    }
    float[] similarities = lifetime.use(() -> similarities(caption.vector()));
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

  private float[] similarities(float[] caption) {
    try (INDArray query = Nd4j.createFromArray(caption).reshape(caption.length, 1);
        INDArray product = vectors.mmul(query)) { // (videos, N d)·(N d, 1)
      return product.data().asFloat();
    }
  }

  /** Frees the vectors; closing twice is harmless. */
  @Override
  public void close() {
    lifetime.close(vectors::close);
  }
}
