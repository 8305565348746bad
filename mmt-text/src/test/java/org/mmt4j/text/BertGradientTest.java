package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Gradients;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares the gradients of all parameters in double with central differences. */
class BertGradientTest {

  private static final double STEP = 1e-5;

  /** Error of central differences: third derivative times step², plus rounding divided by step. */
  private static final double TOLERANCE = 1e-7;

  /** Number of values compared per parameter. */
  private static final int VALUES = 6;

  private static final List<String> CAPTIONS = List.of("a dog", "a red cat runs", "dogs");

  @Test
  void gradientsOfAllParametersMatchCentralDifferences() {
    BertOptions withoutDropout = TinyBert.OPTIONS.withDropout(0);
    try (Bert bert = Bert.of(TinyBert.weights(), TinyBert.VOCABULARY, withoutDropout);
        Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        Loss loss = new Loss(bert, parameters)) {
      Map<String, INDArray> gradients = loss.gradients();
      int compared = 0;
      for (String name : parameters.names()) {
        if (parameters.role(name) == Role.TRAINED) {
          INDArray gradient = gradients.get(name);
          assertGradient(name, gradient, parameters.get(name), loss);
          // softmax does not change when the same value is added to all scores of a query
          boolean zero = name.endsWith("attention.self.key.bias");
          assertEquals(!zero, gradient.amaxNumber().doubleValue() > 1e-9, name);
          compared++;
        }
      }
      assertEquals(TinyBert.CONFIG.parameterShapes().size(), compared);
    }
  }

  private static void assertGradient(String name, INDArray gradient, INDArray values, Loss loss) {
    long stride = Math.max(1, values.length() / VALUES);
    for (long i = 0; i < values.length(); i += stride) {
      double value = values.data().getDouble(i);
      values.data().put(i, value + STEP);
      double above = loss.value();
      values.data().put(i, value - STEP);
      double below = loss.value();
      values.data().put(i, value);
      double expected = (above - below) / (2 * STEP);
      assertEquals(expected, gradient.getDouble(i), TOLERANCE, name + " at " + i);
    }
  }

  /** A weighted sum of all values of the caption vectors, and its gradients. */
  private static final class Loss implements AutoCloseable {

    private final Parameters parameters;
    private final CaptionTokens tokens;
    private final CaptionTokens.Shape shape;
    private final LayerContext context;
    private final SDVariable loss;
    private final SameDiff both;
    private final BufferPool pool = new BufferPool();
    private final Map<String, String> gradientNames = new HashMap<>();
    private final CompiledGraph backward;
    private final BufferPool forwardPool = new BufferPool();
    private final CompiledGraph forward;

    Loss(Bert bert, Parameters parameters) {
      this.parameters = parameters;
      tokens = CaptionTokens.of(bert, CAPTIONS);
      shape = tokens.shape(bert.maxTokens());
      context = LayerContext.training(SameDiff.create(), parameters);
      SDVariable vectors = bert.encode(context, shape);
      INDArray weights =
          Nd4j.linspace(DataType.DOUBLE, -1, 0.09, 24).reshape(3, bert.dimension()).dup();
      loss = vectors.mul(context.graph().constant(weights)).sum();
      both = Gradients.of(context.graph(), loss, context.lookups().keySet());
      for (String name : both.variableMap().keySet()) {
        boolean wanted = parameters.contains(name) || context.lookups().containsKey(name);
        if (wanted && Gradients.exists(both, name)) {
          gradientNames.put(name, Gradients.name(both, name));
        }
      }
      backward = CompiledGraph.compile(both, gradientNames.values(), parameters, pool);
      forward =
          CompiledGraph.compile(context.graph(), List.of(loss.name()), parameters, forwardPool);
    }

    double value() {
      tokens.fill(forward, shape, context.lookups(), parameters);
      forward.run(0);
      return forward.output(loss.name()).getDouble(0);
    }

    /** Returns gradients by parameter name. */
    Map<String, INDArray> gradients() {
      tokens.fill(backward, shape, context.lookups(), parameters);
      backward.run(0);
      Map<String, INDArray> gradients = new HashMap<>();
      gradientNames.forEach(
          (name, gradient) -> gradients.put(name, backward.output(gradient).dup()));
      context
          .lookups()
          .forEach(
              (rows, lookup) ->
                  gradients.put(lookup.table(), table(lookup, gradients.remove(rows))));
      return gradients;
    }

    /** Returns the gradient of a table: the gradient of token i is added to row {@code ids[i]}. */
    private INDArray table(LayerContext.Lookup lookup, INDArray rows) {
      INDArray table = Nd4j.zerosLike(parameters.get(lookup.table()));
      int[] ids = tokens.ids(shape);
      for (int i = 0; i < ids.length; i++) {
        table.getRow(ids[i]).addi(rows.getRow(i));
      }
      return table;
    }

    @Override
    public void close() {
      backward.close();
      forward.close();
      pool.close();
      forwardPool.close();
    }
  }
}
