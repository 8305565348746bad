package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Similarities with products in bfloat16, by oneDNN, against those of the reference in double
 * precision. A processor without bfloat16 computes in float32.
 */
@Tag("bfloat16")
class Bfloat16GoldenTest {

  /**
   * Factors are rounded to 8 bits, a relative error of 2^-9 each; similarities are up to 1; found
   * up to 8e-4.
   */
  private static final double SIMILARITY = 1e-2;

  static Stream<String> scored() {
    return GoldenParityTest.scored();
  }

  @ParameterizedTest
  @MethodSource("scored")
  void similaritiesMatchTheReference(String name) throws IOException {
    GoldenCase golden = GoldenCase.load(GoldenParityTest.golden(), name);
    try (Parameters parameters = golden.parameters(DataType.FLOAT)) {
      Map<String, INDArray> found = GoldenScores.of(golden, parameters, Precision.BFLOAT16);
      double difference =
          GoldenScores.distance(
              found.get("eval.conf_indep"), golden.outputs().get("eval.conf_indep"));
      assertTrue(difference <= SIMILARITY, name + ": difference " + difference);
    }
  }
}
