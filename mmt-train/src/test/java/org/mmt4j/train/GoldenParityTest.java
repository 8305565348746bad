package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.graph.memory.Twins;
import org.mmt4j.train.GradientSet.RowGradient;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Compares the model with values of the reference. Tolerances in double precision: outputs 1e-10,
 * gradients 1e-8 of the largest entry, Adam's steps 1e-6 of the learning rate. In single precision:
 * 4 times the error of PyTorch's single precision, or 1e-6; a step of Adam may in addition differ
 * by what such errors of gradients explain, see {@link #withoutNoise}. {@code
 * target/golden-report.txt} lists the largest differences. {@code -Dmmt.golden=DIR} selects a
 * different directory of the same layout.
 */
class GoldenParityTest {

  private static final double OUTPUTS = 1e-10;
  private static final double GRADIENTS = 1e-8;
  private static final double ADAM = 1e-6;

  /** Single precision may sum in a different order than PyTorch. */
  private static final double SINGLE_SHARE = 4;

  private static final double SINGLE_FLOOR = 1e-6;

  /** In single precision, Adam turns the rounding noise of smaller gradients into steps. */
  private static final double NOISE = 1e-5;

  /**
   * Steps with stored values. After one step, the values of the larger rate are 200 times those of
   * the smaller one.
   */
  private static final Set<String> STORED_STEPS =
      Set.of("lr5e-5.step1", "lr5e-5.step3", "lr1e-2.step3");

  private static final GoldenReport REPORT = new GoldenReport();

  private static final List<String> CASES =
      List.of(
          "a_paper",
          "a_small",
          "b_mnp",
          "c_sep",
          "d_agg",
          "e_none",
          "e_none_allmissing",
          "f_coll",
          "f_coll_allmissing",
          "g_gem",
          "h_txtmnp",
          "h_txtmxp",
          "i_two",
          "j_multicap",
          "k_vidwgh",
          "l_nopos",
          "l_ordr",
          "l_type",
          "m_lin",
          "n_txtwghnone",
          "o_keepfalse",
          "p_wordmxp",
          "p_wordmxp_we",
          "q_wordlstm",
          "q_wordlstm_we");

  @AfterAll
  static void writeReport() throws IOException {
    REPORT.write(Path.of("target/golden-report.txt"));
  }

  static Path golden() {
    Path golden = Path.of(System.getProperty("mmt.golden", "src/test/resources/golden"));
    assertTrue(Files.isRegularFile(golden.resolve("set.json")), "no golden data in " + golden);
    return golden;
  }

  /** Returns the cases with gradients. */
  static Stream<String> differentiated() {
    return having("grads.safetensors");
  }

  private static Stream<String> having(String file) {
    return CASES.stream().filter(name -> Files.exists(directory(name).resolve(file)));
  }

  private static Path directory(String name) {
    Path directory = golden().resolve("cases").resolve(name);
    assertTrue(Files.isDirectory(directory), "no golden case " + name);
    return directory;
  }

  /** Returns the cases with outputs. */
  static Stream<String> scored() {
    return having("outputs.safetensors");
  }

  static Stream<Arguments> scoredInBothPrecisions() {
    return inBothPrecisions(scored());
  }

  static Stream<Arguments> differentiatedInBothPrecisions() {
    return inBothPrecisions(differentiated());
  }

  static Stream<Arguments> trainedInBothPrecisions() {
    return inBothPrecisions(having("adam.safetensors"));
  }

  private static Stream<Arguments> inBothPrecisions(Stream<String> names) {
    return names.flatMap(
        name -> Stream.of(DataType.DOUBLE, DataType.FLOAT).map(type -> Arguments.of(name, type)));
  }

  @ParameterizedTest
  @MethodSource("scoredInBothPrecisions")
  void outputsMatchTheReference(String name, DataType type) throws IOException {
    GoldenCase golden = GoldenCase.load(golden(), name);
    try (Parameters parameters = golden.parameters(type)) {
      Map<String, INDArray> found = GoldenScores.of(golden, parameters);
      Map<String, INDArray> expected = GoldenScores.expected(golden);
      for (String stage : GoldenScores.stages(golden)) {
        double difference = GoldenScores.distance(found.get(stage), expected.get(stage));
        JsonNode single = golden.meta().get("f32_vs_f64_max_abs").get(stage);
        REPORT.add(name, kind("outputs", type), difference);
        require(name + ": " + stage, difference, tolerance(type, OUTPUTS, single));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("differentiatedInBothPrecisions")
  void gradientsMatchTheReference(String name, DataType type) throws IOException {
    GoldenCase golden = GoldenCase.load(golden(), name);
    CaptionBatch captions = golden.captionBatch();
    try (Parameters parameters = golden.parameters(type);
        BufferPool pool = new BufferPool();
        TrainingGraph graph =
            golden.trainingGraph(captions, parameters, pool, parameter -> false)) {
      double expected = golden.meta().get("loss_f64").get("max_margin_fixnorm").asDouble();
      double single = golden.meta().get("loss_f32").get("max_margin_fixnorm").asDouble();
      double loss = graph.run(golden.videos(), captions, 0);
      double allowed = type == DataType.DOUBLE ? OUTPUTS : single(Math.abs(single - expected));
      assertEquals(expected, loss, allowed, name + ": loss");
      compareGradients(golden, graph, captions, parameters);
    }
  }

  @ParameterizedTest
  @MethodSource("trainedInBothPrecisions")
  void adamStepsMatchTheReference(String name, DataType type) throws IOException {
    GoldenCase golden = GoldenCase.load(golden(), name);
    for (String rate : List.of("lr5e-5", "lr1e-2")) {
      train(golden, rate, type);
    }
  }

  private static void train(GoldenCase golden, String rate, DataType type) throws IOException {
    CaptionBatch captions = golden.captionBatch();
    Map<String, INDArray> adamSteps = golden.read("adam.safetensors");
    try (Parameters parameters = golden.parameters(type);
        Parameters initial = parameters.copy();
        BufferPool pool = new BufferPool();
        AdamState adam = AdamStateTest.published(parameters);
        TrainingGraph graph =
            golden.trainingGraph(captions, parameters, pool, parameter -> false)) {
      for (int step = 1; step <= 3; step++) {
        double loss = graph.run(golden.videos(), captions, 0);
        requireLoss(golden, rate, step, loss, type);
        adam.update(graph.gradients(captions), lr(rate));
        int compared = compareDeltas(golden, adamSteps, parameters, initial, rate, step);
        boolean stored = STORED_STEPS.contains(rate + ".step" + step);
        assertEquals(
            stored ? golden.read("grads.safetensors").size() : 0,
            compared,
            golden.name() + ": parameters after " + rate + ", step " + step);
        if (type == DataType.DOUBLE || step == 1) { // later ones contain Adam's noise
          compareBuffers(golden, adamSteps, parameters, rate, step);
        }
      }
    }
  }

  private static void requireLoss(
      GoldenCase golden, String rate, int step, double loss, DataType type) {
    double expected = golden.meta().get("adam_losses_f64").get(rate).get(step - 1).asDouble();
    double single = golden.meta().get("adam_losses_f32").get(rate).get(step - 1).asDouble();
    double allowed = type == DataType.DOUBLE ? OUTPUTS : single(Math.abs(single - expected));
    assertEquals(expected, loss, allowed, golden.name() + ": loss of step " + step);
  }

  private static double lr(String rate) {
    return Double.parseDouble(rate.substring(2));
  }

  private static void compareGradients(
      GoldenCase golden, TrainingGraph graph, CaptionBatch captions, Parameters parameters)
      throws IOException {
    Map<String, INDArray> expected = golden.read("grads.safetensors");
    ImmutableMap.Builder<String, INDArray> all = ImmutableMap.builder();
    all.putAll(Maps.transformValues(graph.gradients(captions).whole(), Twins::download));
    for (RowGradient row : graph.gradients(captions).rows()) {
      all.put(row.table(), dense(row, parameters.get(row.table())));
    }
    ImmutableMap<String, INDArray> found = all.buildOrThrow();
    assertEquals(expected.keySet(), found.keySet(), golden.name() + ": parameters with a gradient");
    double largest = golden.meta().get("grad_max_abs").asDouble();
    for (String name : found.keySet()) {
      double difference = GoldenScores.distance(found.get(name), expected.get(name));
      JsonNode single = golden.meta().get("grad_f32_vs_f64_max_abs");
      REPORT.add(golden.name(), kind("gradients", parameters.dataType()), difference / largest);
      require(
          golden.name() + ": gradient of " + name,
          difference,
          tolerance(parameters.dataType(), GRADIENTS * largest, single));
    }
  }

  private static INDArray dense(RowGradient row, INDArray table) {
    INDArray dense = Nd4j.zerosLike(table);
    for (int i = 0; i < row.ids().length; i++) {
      if (row.ids()[i] != -1) { // padding is not trained
        dense.getRow(row.ids()[i]).addi(row.gradient().getRow(i));
      }
    }
    return dense;
  }

  /** Compares the steps of parameters and returns their number. */
  private static int compareDeltas(
      GoldenCase golden,
      Map<String, INDArray> adamSteps,
      Parameters parameters,
      Parameters initial,
      String rate,
      int step)
      throws IOException {
    DataType type = parameters.dataType();
    String prefix = rate + ".step" + step + ".delta.";
    Map<String, INDArray> gradients = golden.read("grads.safetensors");
    int compared = 0;
    for (Map.Entry<String, INDArray> entry : adamSteps.entrySet()) {
      String name = entry.getKey().replace(prefix, "");
      compared += entry.getKey().startsWith(prefix) ? 1 : 0;
      if (entry.getKey().startsWith(prefix) && !zeroGradient(golden.meta(), name)) {
        INDArray difference = parameters.get(name).sub(initial.get(name)).castTo(DataType.DOUBLE);
        difference.subi(entry.getValue().castTo(DataType.DOUBLE));
        if (type == DataType.FLOAT) {
          double error = SINGLE_SHARE * golden.meta().get("grad_f32_vs_f64_max_abs").asDouble();
          difference = withoutNoise(difference, gradients.get(name), (step - 1) * lr(rate) * error);
        }
        double worst = GoldenScores.largest(difference) / lr(rate);
        JsonNode single =
            golden
                .meta()
                .get("adam_f32_vs_f64_delta_over_lr")
                .get(rate + ".step" + step)
                .get("abs_grad_above_1e-5");
        REPORT.add(golden.name(), kind("adam", type), worst);
        require(
            golden.name() + ": " + rate + ", step " + step + " of " + name,
            worst,
            tolerance(type, ADAM, single));
      }
    }
    return compared;
  }

  /**
   * Returns by how much differences exceed what the rounding of gradients explains. An error e of a
   * gradient g moves each step of Adam, which is about rate m / sqrt(v), by up to about rate e /
   * |g|; the first one depends on the sign of g only.
   *
   * @param error the sum over the steps of rate e
   */
  private static INDArray withoutNoise(INDArray differences, INDArray gradients, double error) {
    INDArray sizes = Transforms.abs(gradients.castTo(DataType.DOUBLE), true);
    INDArray explained = sizes.add(Double.MIN_NORMAL).rdiv(error);
    INDArray excess = Transforms.max(Transforms.abs(differences, true).sub(explained), 0);
    return excess.mul(sizes.gte(NOISE).castTo(DataType.DOUBLE));
  }

  private static void compareBuffers(
      GoldenCase golden,
      Map<String, INDArray> adamSteps,
      Parameters parameters,
      String rate,
      int step) {
    String prefix = rate + ".step" + step + ".buffer.";
    for (Map.Entry<String, INDArray> entry : adamSteps.entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        String name = entry.getKey().replace(prefix, "");
        double allowed =
            parameters.dataType() == DataType.DOUBLE
                ? bufferTolerance(golden.meta(), name, lr(rate))
                : SINGLE_FLOOR;
        double difference = GoldenScores.distance(parameters.get(name), entry.getValue());
        require(golden.name() + ": " + name + " after step " + step, difference, allowed);
      }
    }
  }

  /**
   * Returns the tolerance of running statistics. The mean of a batch norm depends on the bias
   * before it, whose true gradient is 0: Adam turns its rounding noise into steps.
   */
  private static double bufferTolerance(JsonNode meta, String name, double lr) {
    String bias = name.replace(".batch_norm.running_mean", ".fc.bias");
    return zeroGradient(meta, bias) ? OUTPUTS + ADAM * lr : OUTPUTS;
  }

  /** Returns whether the true gradient of a parameter is 0: its steps are then rounding noise. */
  private static boolean zeroGradient(JsonNode meta, String name) {
    for (JsonNode zero : meta.get("params_zero_grad_up_to_rounding")) {
      if (zero.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static double tolerance(DataType type, double inDouble, JsonNode singleOfPyTorch) {
    return type == DataType.DOUBLE ? inDouble : single(singleOfPyTorch.asDouble());
  }

  private static double single(double distanceOfPyTorch) {
    return Math.max(SINGLE_FLOOR, SINGLE_SHARE * distanceOfPyTorch);
  }

  private static void require(String what, double difference, double allowed) {
    assertTrue(
        difference <= allowed, () -> what + ": difference " + difference + ", allowed " + allowed);
  }

  private static String kind(String what, DataType type) {
    return what + (type == DataType.DOUBLE ? "-f64" : "-f32");
  }
}
