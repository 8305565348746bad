package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Floats;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.mmt4j.MmtModel;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Embeddings of captions by a frozen encoder. Captions that are known in advance are encoded once.
 */
final class FrozenCaptions {

  private static final String INPUT = "caption.vectors";

  private final MmtModel model;
  private final ImmutableMap<String, float[]> vectors;

  private FrozenCaptions(MmtModel model, ImmutableMap<String, float[]> vectors) {
    this.model = model;
    this.vectors = vectors;
  }

  /** Encodes captions with the model's encoder: either all captions of the training, or none. */
  static FrozenCaptions of(MmtModel model, Collection<String> captions) {
    List<String> unique = captions.stream().distinct().toList();
    List<float[]> encoded = model.encodeCaptions(unique);
    ImmutableMap.Builder<String, float[]> vectors = ImmutableMap.builder();
    for (int i = 0; i < unique.size(); i++) {
      vectors.put(unique.get(i), encoded.get(i));
    }
    return new FrozenCaptions(model, vectors.buildOrThrow());
  }

  /** Returns a batch of captions; encodes it now if no captions were encoded in advance. */
  CaptionBatch batch(List<String> captions) {
    if (vectors.isEmpty()) {
      return new Batch(model.encodeCaptions(captions).toArray(float[][]::new));
    }
    return new Batch(captions.stream().map(vectors::get).toArray(float[][]::new));
  }

  private record Shape(int captions, int hiddenSize) {}

  /** One row per caption. */
  private record Batch(float[][] rows) implements CaptionBatch {

    @Override
    public int size() {
      return rows.length;
    }

    @Override
    public Object shape() {
      return new Shape(rows.length, rows[0].length);
    }

    @Override
    public SDVariable encode(LayerContext context) {
      return context.input(INPUT, rows.length, rows[0].length);
    }

    @Override
    public void fill(CompiledGraph graph, Map<String, Lookup> lookups, Parameters parameters) {
      graph.fill(INPUT, Floats.concat(rows));
    }

    @Override
    public int[] ids() {
      return new int[0]; // nothing is looked up
    }
  }
}
