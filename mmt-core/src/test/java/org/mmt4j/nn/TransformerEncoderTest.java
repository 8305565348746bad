package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class TransformerEncoderTest {

  /** Three sequences of 4, 2 and 3 tokens, and two padding rows. */
  private static final int[] SEQUENCE_OF_ROW = {0, 1, 2, 0, 1, 2, 0, 2, 0, -1, -1};

  /** The second token of sequence 2 and the last token of sequence 0 are masked. */
  private static final boolean[] VISIBLE = {
    true, true, true, true, true, false, true, true, false, true, true
  };

  private static final int SEQUENCES = 3;
  private static final int LENGTH = 5;
  private static final int HIDDEN_SIZE = 6;

  /** Tolerance: products of different shapes may sum in a different order. */
  private static final double ROUNDING = 1e-12;

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "2,2", "3,2"})
  void applyToFirstEqualsTheFirstRowsOfApply(int layers, int tokens) {
    Dropout none = new Dropout(0);
    TransformerEncoder encoder =
        new TransformerEncoder(
            layers, new TransformerLayer(HIDDEN_SIZE, 2, 8, none, none, "norm", 1e-12));
    SameDiff graph = SameDiff.create();
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1);
        BufferPool pool = new BufferPool()) {
      LayerContext context = LayerContext.scoring(graph, parameters).withInitializerRange(0.5);
      SDVariable x = context.input("x", SEQUENCE_OF_ROW.length, HIDDEN_SIZE);
      PackedSequences.Input input =
          new PackedSequences.Input("rows", SEQUENCES, LENGTH, SEQUENCE_OF_ROW.length);
      PackedSequences sequences = input.declare(context);
      String all = encoder.apply(context, x, sequences).name();
      String first = encoder.applyToFirst(context, x, sequences, tokens).name();
      try (CompiledGraph compiled =
          CompiledGraph.compile(graph, List.of(all, first), parameters, pool)) {
        input.fill(compiled, SEQUENCE_OF_ROW, VISIBLE);
        compiled.fill("x", values());
        compiled.run(0);
        double[][] expected = compiled.output(all).toDoubleMatrix();
        double[][] found = compiled.output(first).toDoubleMatrix();
        assertEquals(tokens * SEQUENCES, found.length);
        for (int row = 0; row < found.length; row++) {
          assertArrayEquals(expected[row], found[row], ROUNDING);
        }
      }
    }
  }

  private static float[] values() {
    float[] values = new float[SEQUENCE_OF_ROW.length * HIDDEN_SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * i);
    }
    return values;
  }
}
