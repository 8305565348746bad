package org.mmt4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.nd4j.autodiff.samediff.SDVariable;

/** Captions that are encoded inside the training graph, so that the encoder is trained. */
record TokenizedCaptions(CaptionEncoder encoder, CaptionTokens tokens, CaptionTokens.Shape shape)
    implements CaptionBatch {

  static TokenizedCaptions of(CaptionEncoder encoder, List<String> captions) {
    return of(encoder, CaptionTokens.of(encoder, captions));
  }

  static TokenizedCaptions of(CaptionEncoder encoder, CaptionTokens tokens) {
    return new TokenizedCaptions(encoder, tokens, tokens.shape(encoder.maxTokens()));
  }

  @Override
  public int size() {
    return shape.captions();
  }

  @Override
  public SDVariable encode(LayerContext context) {
    return encoder.encode(context, shape);
  }

  @Override
  public void fill(CompiledGraph graph, Map<String, Lookup> lookups, Parameters parameters) {
    tokens.fill(graph, shape, lookups, parameters);
    encoder.fill(graph, tokens, shape);
  }

  @Override
  public int[] ids() {
    int padding = encoder.paddingId().orElse(-1);
    return Arrays.stream(tokens.ids(shape)).map(id -> id == padding ? -1 : id).toArray();
  }
}
