package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.config.Projection;
import org.mmt4j.fixtures.StandardOutput;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.graph.kernel.RowLookup;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.CaptionProjection;
import org.mmt4j.similarity.MixtureWeights;
import org.mmt4j.train.GradientSet.RowGradient;
import org.mmt4j.video.MultiModalTransformer;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains the same layers in a plain SameDiff graph, run and differentiated by SameDiff's own
 * session, and compares with the model.
 */
final class HandMadeTrainingTest {

  private static final int STEPS = 20;
  private static final double RATE = 1e-3;

  @Test
  void modelAndPlainGraphHaveTheSameLosses() throws IOException {
    GoldenCase golden = GoldenCase.load(GoldenParityTest.golden(), "a_paper");
    List<Double> byModel = byModel(golden);
    List<Double> byHand = byHand(golden);
    for (int step = 0; step < STEPS; step++) {
      assertEquals(byModel.get(step), byHand.get(step), 1e-10, "loss of step " + (step + 1));
    }
    assertTrue(byModel.get(STEPS - 1) < 0.5 * byModel.get(0), "loss did not fall: " + byModel);
  }

  private static List<Double> byModel(GoldenCase golden) {
    CaptionBatch captions = golden.captionBatch();
    try (Parameters parameters = golden.parameters(DataType.DOUBLE);
        BufferPool pool = new BufferPool();
        AdamState adam = AdamStateTest.published(parameters);
        TrainingGraph graph = golden.trainingGraph(captions, parameters, pool, name -> false)) {
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        losses.add(graph.run(golden.videos(), captions, 0));
        adam.update(graph.gradients(captions), RATE);
      }
      return losses;
    }
  }

  private static List<Double> byHand(GoldenCase golden) {
    try (Parameters parameters = golden.parameters(DataType.DOUBLE);
        AdamState adam = AdamStateTest.published(parameters)) {
      SameDiff graph = SameDiff.create();
      LayerContext context = LayerContext.training(graph, parameters);
      String loss = loss(golden, context).name();
      graph.setLossVariables(loss);
      StandardOutput.discardedDuring( // a line per operation
          () -> graph.createGradFunction(context.lookups().keySet().toArray(String[]::new)));
      ImmutableMap<String, INDArray> inputs = inputs(golden, context, parameters, loss);
      List<String> statistics =
          context.statistics().values().stream().map(SDVariable::name).toList();
      List<String> outputs = new ArrayList<>(statistics);
      outputs.add(loss);
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        lookUp(golden, context, parameters, inputs);
        Map<String, INDArray> values = graph.output(inputs, outputs);
        losses.add(values.get(loss).getDouble(0));
        Map<String, INDArray> gradients =
            graph.calculateGradients(inputs, differentiated(graph, context, parameters));
        List<RowGradient> rows = new ArrayList<>();
        context
            .lookups()
            .forEach(
                (placeholder, lookup) ->
                    rows.add(
                        new RowGradient(
                            lookup.table(), ids(golden), gradients.remove(placeholder))));
        adam.update(
            new GradientSet(ImmutableMap.copyOf(gradients), ImmutableList.copyOf(rows)), RATE);
        context
            .statistics()
            .forEach((name, value) -> parameters.assign(name, values.get(value.name())));
      }
      return losses;
    }
  }

  /** Builds the loss of the paper's model layer by layer. */
  private static SDVariable loss(GoldenCase golden, LayerContext context) {
    ModelConfig config = golden.network().config();
    SameDiff graph = context.graph();
    int videos = golden.videos().shape().videos();
    int captionHiddenSize = golden.network().captionEncoder().dimension();
    SDVariable[] psi =
        new MultiModalTransformer(config)
            .apply(context, golden.videos().shape())
            .psi()
            .toArray(SDVariable[]::new);
    SDVariable h = golden.network().captionEncoder().encode(context, captions(golden));
    SDVariable weights =
        new MixtureWeights("moe_fc_txt", config.expertNames(), captionHiddenSize, new Dropout(0))
            .apply(context, h, videos);
    SDVariable phi =
        new CaptionProjection(
                config.expertNames(),
                captionHiddenSize,
                config.hiddenSize(),
                Projection.GATED_BATCH_NORM)
            .apply(context, h, weights, videos);
    SDVariable similarities = graph.mmul(phi, graph.concat(1, psi), false, true, false);
    return MaxMarginRankingLoss.of(0.05).apply(similarities, videos);
  }

  private static CaptionTokens.Shape captions(GoldenCase golden) {
    return golden.captions().shape(golden.maxTokens());
  }

  private static int[] ids(GoldenCase golden) {
    return golden.captions().ids(captions(golden));
  }

  /** Returns the arrays of the placeholders. */
  private static ImmutableMap<String, INDArray> inputs(
      GoldenCase golden, LayerContext context, Parameters parameters, String loss) {
    VideoTokens.Shape videos = golden.videos().shape();
    try (BufferPool pool = new BufferPool();
        CompiledGraph filled =
            CompiledGraph.compile(context.graph(), List.of(loss), parameters, pool)) {
      golden.videos().fill(filled, videos);
      golden.captions().fill(filled, captions(golden), context.lookups(), parameters);
      ImmutableMap.Builder<String, INDArray> inputs = ImmutableMap.builder();
      filled.inputs().forEach(name -> inputs.put(name, filled.input(name).dup()));
      return inputs.buildOrThrow();
    }
  }

  private static void lookUp(
      GoldenCase golden,
      LayerContext context,
      Parameters parameters,
      ImmutableMap<String, INDArray> inputs) {
    context
        .lookups()
        .forEach(
            (placeholder, lookup) ->
                RowLookup.fill(
                    parameters.get(lookup.table()), ids(golden), inputs.get(placeholder)));
  }

  private static List<String> differentiated(
      SameDiff graph, LayerContext context, Parameters parameters) {
    List<String> names = new ArrayList<>(context.lookups().keySet());
    for (String name : parameters.names()) {
      if (parameters.role(name) == Role.TRAINED && graph.hasVariable(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
