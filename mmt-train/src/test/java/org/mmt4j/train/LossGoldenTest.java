package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.graph.Gradients;
import org.mmt4j.io.Safetensors;
import org.mmt4j.loss.InfoNce;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.loss.MaxMarginRankingLoss.Normalization;
import org.mmt4j.loss.RankingLoss;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares losses and their derivatives by the similarities with the reference, in double
 * precision.
 */
final class LossGoldenTest {

  /** Rounding of sums of at most a few hundred terms of size 1. */
  private static final double ROUNDING = 1e-13;

  private static final Map<String, RankingLoss> LOSSES =
      Map.of(
          "max_margin_fixnorm", MaxMarginRankingLoss.of(0.05),
          "max_margin_nofixnorm", new MaxMarginRankingLoss(0.05, Normalization.MATRIX),
          "infonce", new InfoNce());

  static Stream<String> cases() {
    return GoldenParityTest.differentiated();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAndDerivativesMatchTheReference(String name) throws IOException {
    Path directory = GoldenParityTest.golden().resolve("cases").resolve(name);
    Map<String, INDArray> outputs = Safetensors.read(directory.resolve("outputs.safetensors"));
    INDArray similarities = Objects.requireNonNull(outputs.get("train.conf"), name);
    Map<String, Double> expected = GoldenCase.losses(directory);
    for (Map.Entry<String, RankingLoss> loss : LOSSES.entrySet()) {
      SameDiff graph = SameDiff.create();
      SDVariable s = graph.placeHolder("s", DataType.DOUBLE, similarities.shape());
      String value = loss.getValue().apply(s, (int) similarities.size(0)).name();
      SameDiff both = Gradients.of(graph, graph.getVariable(value), Set.of("s"));
      String gradient = Gradients.name(both, "s");
      Map<String, INDArray> results = both.output(Map.of("s", similarities), value, gradient);
      INDArray derivative = results.get(gradient);
      String what = name + " " + loss.getKey();
      assertEquals(expected.get(loss.getKey()), results.get(value).getDouble(0), ROUNDING, what);
      INDArray difference = derivative.sub(outputs.get("train.dconf." + loss.getKey()));
      assertEquals(0, difference.amaxNumber().doubleValue(), ROUNDING, what);
    }
  }
}
