package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.CaptionTokens;
import org.mmt4j.graph.BufferPool;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.RowLookup;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.CaptionProjection;
import org.mmt4j.similarity.Weighted;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The model against numbers of the authors' own code, in double precision: outputs to 1e-10,
 * gradients to 1e-8 of the largest entry, Adam's steps to 1e-6 of the learning rate. {@code
 * -Dmmt.golden=DIR} runs it on another directory of the same layout.
 */
final class GoldenParityTest {

  private static final double OUTPUTS = 1e-10;
  private static final double GRADIENTS = 1e-8;
  private static final double ADAM = 1e-6;

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

  static Path golden() {
    Path golden = Path.of(System.getProperty("mmt.golden", "src/test/resources/golden"));
    assertTrue(Files.isRegularFile(golden.resolve("set.json")), "no golden data in " + golden);
    return golden;
  }

  static Stream<String> cases() {
    for (String name : CASES) {
      assertTrue(
          Files.isDirectory(golden().resolve("cases").resolve(name)), "no golden case " + name);
    }
    return CASES.stream();
  }

  /** Cases with Adam's steps. */
  static Stream<String> trained() {
    return having("adam.safetensors");
  }

  /** Cases with gradients. */
  static Stream<String> differentiated() {
    return having("grads.safetensors");
  }

  private static Stream<String> having(String file) {
    return cases()
        .filter(name -> Files.exists(golden().resolve("cases").resolve(name).resolve(file)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outputsAreThoseOfTheReference(String name) throws IOException {
    GoldenCase golden = GoldenCase.load(golden(), name);
    try (Parameters parameters = golden.parameters(DataType.DOUBLE);
        BufferPool pool = new BufferPool()) {
      VideoTokens.Shape videos = golden.videos().shape();
      CaptionTokens.Shape captions =
          golden.captions().shape(golden.network().captionEncoder().maxTokens());
      Scored scored = scored(golden, parameters, pool);
      double worst = 0;
      int b = videos.videos();
      int experts = golden.network().config().experts().size();
      int d = golden.network().config().width();
      worst = Math.max(worst, distance(scored.psi().reshape(b, experts, d), expectedPsi(golden)));
      if (golden.network().config().architecture().weighsVideos()) {
        worst =
            Math.max(
                worst, distance(scored.videoWeights(), golden.outputs().get("eval.vid_weights")));
      }
      worst =
          Math.max(worst, distance(scored.similarities(), golden.outputs().get("eval.conf_indep")));
      worst =
          Math.max(
              worst,
              distance(
                  scored.weights(),
                  golden.outputs().get("eval.text_weights").reshape(captions.captions(), experts)));
      INDArray phi = golden.outputs().get("eval.text_embds"); // (B, M, C, d)
      worst =
          Math.max(
              worst,
              distance(
                  scored.phi().reshape(captions.captions(), experts, d),
                  phi.permute(0, 2, 1, 3).dup('c').reshape(captions.captions(), experts, d)));
      report(name, "outputs", worst);
      assertTrue(worst <= OUTPUTS, name + ": outputs differ by " + worst);
    }
  }

  @ParameterizedTest
  @MethodSource("differentiated")
  void gradientsAreThoseOfTheReference(String name) throws IOException {
    GoldenCase golden = GoldenCase.load(golden(), name);
    CaptionBatch told = TokenizedCaptions.of(golden.network().captionEncoder(), golden.captions());
    try (Parameters parameters = golden.parameters(DataType.DOUBLE);
        BufferPool pool = new BufferPool();
        TrainingGraph graph = graph(golden, told, parameters, pool)) {
      double loss = graph.run(golden.videos(), told, 0);
      double expected = golden.meta().get("loss_f64").get("max_margin_fixnorm").asDouble();
      assertEquals(expected, loss, OUTPUTS, name + ": loss");
      compareGradients(golden, graph, told, parameters);
    }
  }

  @ParameterizedTest
  @MethodSource("trained")
  void adamStepsAreThoseOfTheReference(String name) throws IOException {
    GoldenCase golden = GoldenCase.load(golden(), name);
    CaptionBatch told = TokenizedCaptions.of(golden.network().captionEncoder(), golden.captions());
    for (String rate : List.of("lr5e-5", "lr1e-2")) {
      try (Parameters parameters = golden.parameters(DataType.DOUBLE);
          Parameters initial = parameters.copy();
          BufferPool pool = new BufferPool();
          Adam adam = new Adam(parameters);
          TrainingGraph graph = graph(golden, told, parameters, pool)) {
        for (int step = 1; step <= 3; step++) {
          double loss = graph.run(golden.videos(), told, 0);
          double expected = golden.meta().get("adam_losses_f64").get(rate).get(step - 1).asDouble();
          assertEquals(expected, loss, OUTPUTS, name + ": loss of step " + step);
          adam.update(
              graph.gradients(), graph.rowGradients(told), Double.parseDouble(rate.substring(2)));
          compareDeltas(golden, parameters, initial, rate, step);
        }
      }
    }
  }

  private static TrainingGraph graph(
      GoldenCase golden, CaptionBatch told, Parameters parameters, BufferPool pool) {
    return new TrainingGraph(
        golden.network(),
        parameters,
        pool,
        golden.videos().shape(),
        told,
        MaxMarginRankingLoss.of(0.05));
  }

  /** {@code videoWeights} counts where the form of the model weighs videos. */
  private record Scored(
      INDArray psi, INDArray phi, INDArray weights, INDArray similarities, INDArray videoWeights) {}

  /** As the network gives them: times their weights, if it weighs videos. */
  private static INDArray expectedPsi(GoldenCase golden) {
    INDArray psi = golden.outputs().get("eval.vid_embds"); // (B, M, d)
    if (!golden.network().config().architecture().weighsVideos()) {
      return psi;
    }
    INDArray weights = golden.outputs().get("eval.vid_weights"); // (B, M)
    return psi.mul(weights.reshape(weights.size(0), weights.size(1), 1).broadcast(psi.shape()));
  }

  /** Every stage of scoring in one graph. */
  private static Scored scored(GoldenCase golden, Parameters parameters, BufferPool pool) {
    VideoTokens.Shape videos = golden.videos().shape();
    int maxTokens = golden.network().captionEncoder().maxTokens();
    CaptionTokens.Shape captions = golden.captions().shape(maxTokens);
    int experts = golden.network().config().experts().size();
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.scoring(graph, parameters);
    Weighted seen = golden.network().videos(context, videos);
    SDVariable h = golden.network().captionEncoder().encode(context, captions);
    SDVariable weights = golden.network().captionWeights(context, h, captions.captions());
    CaptionProjection projection = golden.network().projection();
    SDVariable[] phi = new SDVariable[experts];
    for (int i = 0; i < phi.length; i++) {
      phi[i] = projection.phi(context, h, captions.captions(), i);
    }
    SDVariable allPhi = graph.concat(1, phi);
    SDVariable similarities =
        golden.network().captions(context, h, captions.captions()).similarities(seen);
    List<SDVariable> wanted =
        List.of(
            seen.vectors(), allPhi, weights, similarities, seen.weights().orElse(seen.vectors()));
    try (CompiledGraph compiled =
        CompiledGraph.compile(
            graph, wanted.stream().map(SDVariable::name).toList(), parameters, pool)) {
      golden.videos().fill(compiled, videos);
      golden.captions().fill(compiled, captions);
      int[] ids = golden.captions().ids(captions);
      context
          .lookups()
          .forEach(
              (placeholder, lookup) ->
                  RowLookup.fill(parameters.get(lookup.table()), ids, compiled.input(placeholder)));
      compiled.run(0);
      List<INDArray> values =
          wanted.stream().map(variable -> compiled.output(variable.name()).dup()).toList();
      return new Scored(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
    }
  }

  private static void compareGradients(
      GoldenCase golden, TrainingGraph graph, CaptionBatch told, Parameters parameters)
      throws IOException {
    ImmutableMap<String, INDArray> expected = golden.read("grads.safetensors");
    double largest = golden.meta().get("grad_max_abs").asDouble();
    ImmutableMap<String, INDArray> found = graph.gradients();
    double worst = 0;
    int compared = 0;
    for (var entry : found.entrySet()) {
      worst = Math.max(worst, distance(entry.getValue(), expected.get(entry.getKey())));
      compared++;
    }
    for (TrainingGraph.RowGradient row : graph.rowGradients(told)) {
      INDArray dense = Nd4j.zerosLike(parameters.get(row.table()));
      for (int i = 0; i < row.ids().length; i++) {
        if (row.ids()[i] != 0) { // padding, which Adam leaves alone
          dense.getRow(row.ids()[i]).addi(row.gradient().getRow(i));
        }
      }
      worst = Math.max(worst, distance(dense, expected.get(row.table())));
      compared++;
    }
    assertEquals(expected.size(), compared, golden.name() + ": parameters with a gradient");
    report(golden.name(), "gradients", worst / largest);
    assertTrue(worst <= GRADIENTS * largest, golden.name() + ": gradients differ by " + worst);
  }

  private static void compareDeltas(
      GoldenCase golden, Parameters parameters, Parameters initial, String rate, int step)
      throws IOException {
    ImmutableMap<String, INDArray> expected = golden.read("adam.safetensors");
    double lr = Double.parseDouble(rate.substring(2));
    String prefix = rate + ".step" + step + ".";
    double worst = 0;
    int compared = 0;
    for (var entry : expected.entrySet()) {
      if (entry.getKey().startsWith(prefix + "delta.")) {
        String name = entry.getKey().substring((prefix + "delta.").length());
        if (!zeroGradient(golden.meta(), name)) {
          INDArray delta = parameters.get(name).sub(initial.get(name));
          worst = Math.max(worst, distance(delta, entry.getValue()));
        }
        compared++;
      } else if (entry.getKey().startsWith(prefix + "buffer.")) {
        String name = entry.getKey().substring((prefix + "buffer.").length());
        double apart = distance(parameters.get(name), entry.getValue());
        assertTrue(
            apart <= bufferTolerance(golden.meta(), name, lr),
            golden.name() + ": " + name + " after step " + step + " differs by " + apart);
      }
    }
    if (compared > 0) {
      report(golden.name(), "adam " + rate + " step " + step, worst / lr);
      assertTrue(worst <= ADAM * lr, golden.name() + ": Adam's steps differ by " + worst);
    }
  }

  /**
   * The mean in front of a batch norm moves with the bias there, whose true gradient is 0: Adam
   * makes steps of what rounding leaves of it.
   */
  private static double bufferTolerance(JsonNode meta, String name, double lr) {
    String bias = name.replace(".batch_norm.running_mean", ".fc.bias");
    return zeroGradient(meta, bias) ? OUTPUTS + ADAM * lr : OUTPUTS;
  }

  /** Parameters whose true gradient is 0: what moves them is rounding noise of either side. */
  private static boolean zeroGradient(JsonNode meta, String name) {
    for (JsonNode zero : meta.get("params_zero_grad_up_to_rounding")) {
      if (zero.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static double distance(INDArray found, INDArray expected) {
    INDArray difference =
        found.castTo(DataType.DOUBLE).sub(expected.castTo(DataType.DOUBLE).reshape(found.shape()));
    return Transforms.abs(difference, false).maxNumber().doubleValue();
  }

  private static void report(String name, String kind, double worst) {
    System.out.printf("%s %s %.1e%n", name, kind, worst);
  }
}
