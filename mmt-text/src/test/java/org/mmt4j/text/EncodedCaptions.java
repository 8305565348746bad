package org.mmt4j.text;

import java.util.List;
import java.util.function.BiFunction;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a caption encoder over captions as a model does at inference. */
final class EncodedCaptions {

  private EncodedCaptions() {}

  /** Returns one vector per caption, (captions, hiddenSize), computed in one batch. */
  static INDArray of(CaptionEncoder encoder, Parameters parameters, List<String> captions) {
    return of(encoder, parameters, captions, encoder::encode);
  }

  /** Returns the parameters that an encoder declares; the caller closes them. */
  static Parameters declare(CaptionEncoder encoder) {
    Parameters parameters = new Parameters(DataType.FLOAT, 0);
    encoder.encode(
        LayerContext.scoring(SameDiff.create(), parameters).withoutArrays(),
        new CaptionTokens.Shape(1, 1, 1));
    return parameters;
  }

  /**
   * Returns the outputs of a BERT at all tokens of a caption, (tokens, hiddenSize).
   *
   * @param parameters parameters that the BERT has already declared
   */
  static INDArray hidden(Bert bert, Parameters parameters, String caption) {
    BertNetwork network = new BertNetwork(bert.config(), bert.options());
    return of(
        bert,
        parameters,
        List.of(caption),
        (context, shape) ->
            network.hidden(context.scope("txt_bert"), shape, shape.sequences().declare(context)));
  }

  private static INDArray of(
      CaptionEncoder encoder,
      Parameters parameters,
      List<String> captions,
      BiFunction<LayerContext, CaptionTokens.Shape, SDVariable> part) {
    CaptionTokens tokens = CaptionTokens.of(encoder, captions);
    CaptionTokens.Shape shape = tokens.shape(encoder.maxTokens());
    LayerContext context = LayerContext.scoring(SameDiff.create(), parameters);
    SDVariable vectors = part.apply(context, shape);
    try (BufferPool pool = new BufferPool();
        CompiledGraph graph =
            CompiledGraph.compile(context.graph(), List.of(vectors.name()), parameters, pool)) {
      tokens.fill(graph, shape, context.lookups(), parameters);
      graph.run(0);
      return graph.output(vectors.name()).dup();
    }
  }

  /** Returns one vector per caption, computed in batches of at most {@code size} captions. */
  static INDArray of(
      CaptionEncoder encoder, Parameters parameters, List<String> captions, int size) {
    INDArray[] batches = new INDArray[(captions.size() + size - 1) / size];
    for (int i = 0; i < batches.length; i++) {
      int end = Math.min((i + 1) * size, captions.size());
      batches[i] = of(encoder, parameters, captions.subList(i * size, end));
    }
    return Nd4j.concat(0, batches);
  }
}
