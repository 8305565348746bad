package org.mmt4j.bench;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;
import org.mmt4j.similarity.PackedVectors;
import org.mmt4j.similarity.VectorPrecision;

/** Packed vectors of 1000 captions and 1000 videos, the same in every run. */
public final class RandomVectors implements AutoCloseable {

  private static final int VIDEO_SEED = 1;
  private static final int CAPTION_SEED = 2;
  private static final float[] UNWEIGHTED = {};

  private final PackedVectors videos = packed(videos());
  private final PackedVectors captions = packed(captions());

  private static PackedVectors packed(float[][] vectors) {
    return PackedVectors.of(VectorPrecision.FLOAT32, vectors[0].length, Arrays.stream(vectors));
  }

  /** Returns the vectors of the videos, (1000, N d). */
  public static float[][] videos() {
    return Workload.packedVectors(Part.CAPTIONS, VIDEO_SEED);
  }

  /** Returns the vectors of the captions, (1000, N d). */
  public static float[][] captions() {
    return Workload.packedVectors(Part.CAPTIONS, CAPTION_SEED);
  }

  /** Returns all similarities, which are the products. */
  float[][] multiply() {
    return videos.products(captions);
  }

  /** Returns an index of a number of videos; the same 1000 vectors repeat. */
  static VideoIndex index(MmtModel model, int count, VectorPrecision precision) {
    float[][] vectors = videos();
    return VideoIndex.ofEmbeddings(
        model,
        IntStream.range(0, count)
            .mapToObj(
                i -> new VideoEmbedding("video" + i, vectors[i % vectors.length], UNWEIGHTED)),
        precision);
  }

  /** Returns the query of a search. */
  static CaptionEmbedding query() {
    return new CaptionEmbedding("a query", captions()[0], UNWEIGHTED);
  }

  @Override
  public void close() {
    videos.close();
    captions.close();
  }
}
