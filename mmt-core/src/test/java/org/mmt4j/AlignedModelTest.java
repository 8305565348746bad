package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.MissingExperts;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A small text tower, h(c) of 6 values, and features of a small image tower in its space. */
class AlignedModelTest {

  private static final int DIMENSION = 6;

  /** Rounding of a few operations in double precision. */
  private static final double ROUNDING = 1e-14;

  @TempDir Path folder;

  private static MmtModelBuilder builder() {
    return MmtModel.builder()
        .experts(Expert.of("audio", 2), Expert.of("clip", DIMENSION))
        .hiddenSize(8)
        .layers(1)
        .heads(2)
        .feedForward(12)
        .captions(new WordEncoder(50))
        .alignedExpert("clip")
        .dataType(DataType.DOUBLE);
  }

  private static VideoFeatures video(String id, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ExpertFeatures audio = SmallModel.features(3, 2, random);
    return seed % 3 == 0
        ? VideoFeatures.of(id, Map.of("audio", audio))
        : VideoFeatures.of(
            id, Map.of("audio", audio, "clip", SmallModel.features(4, DIMENSION, random)));
  }

  /** The similarity of a new model is the cosine of the towers, exactly: the residual is 0. */
  @Test
  void newModelStartsFromTheDotProductOfTheTowers() {
    try (MmtModel model = builder().build()) {
      List<String> captions = SmallModel.CAPTIONS.subList(0, 4);
      double[][] h = run(model, captions, true);
      double[][] packed = run(model, captions, false);
      int residual = 2 * 8;
      for (int i = 0; i < captions.size(); i++) {
        assertEquals(0, Arrays.stream(packed[i]).limit(residual).map(Math::abs).sum());
        double[] aligned = Arrays.copyOfRange(packed[i], residual, residual + DIMENSION);
        assertArrayEquals(scaled(h[i]), aligned, ROUNDING);
      }
      for (long seed = 0; seed < 6; seed++) {
        VideoFeatures video = video("clip", seed);
        double[] direction = direction(video);
        float[] vector = model.embed(video).vector();
        for (int i = 0; i < DIMENSION; i++) {
          assertEquals(direction[i], vector[residual + i], 1e-6); // float32
        }
        double expected = dot(scaled(h[0]), direction);
        assertEquals(expected, model.similarity(video, captions.get(0)), 1e-6);
      }
    }
  }

  @Test
  void residualAddsTheWeightedEmbeddings() {
    try (MmtModel aligned = builder().seed(3).build();
        MmtModel other =
            MmtModel.builder()
                .experts(aligned.config().experts())
                .hiddenSize(8)
                .layers(1)
                .heads(2)
                .feedForward(12)
                .captions(new WordEncoder(50))
                .dataType(DataType.DOUBLE)
                .seed(3)
                .build()) {
      aligned.parameters().assign("aligned.residual", Nd4j.createFromArray(0.5, 0.5));
      for (String name : other.parameters().names()) {
        other.parameters().assign(name, aligned.parameters().get(name));
      }
      VideoFeatures video = video("clip", 1);
      String caption = SmallModel.CAPTIONS.get(2);
      double start =
          dot(scaled(run(aligned, List.of(caption, caption), true)[0]), direction(video));
      assertEquals(
          start + 0.5 * other.similarity(video, caption),
          aligned.similarity(video, caption),
          1e-6); // float32
    }
  }

  @Test
  void savedModelKeepsItsAlignedExpert() throws IOException {
    Path directory = folder.resolve("model");
    try (MmtModel model = builder().build()) {
      model.save(directory);
      try (MmtModel loaded = MmtModel.load(directory)) {
        assertEquals(Optional.of("clip"), loaded.config().alignedExpert());
        VideoFeatures video = video("clip", 1);
        assertEquals(model.similarity(video, "a song"), loaded.similarity(video, "a song"));
      }
    }
  }

  /** As models were saved before there were aligned experts. */
  @Test
  void configurationWithoutTheKeyHasNoAlignedExpert() throws IOException {
    Path directory = folder.resolve("model");
    try (MmtModel model = SmallModel.build()) {
      model.save(directory);
    }
    Path config = directory.resolve("config.json");
    String json = Files.readString(config);
    String without = json.replaceAll(",\\s*\"alignedExpert\" : \"\"", "");
    assertEquals(-1, without.indexOf("aligned"));
    Files.writeString(config, without);
    try (MmtModel loaded = MmtModel.load(directory)) {
      assertEquals(Optional.empty(), loaded.config().alignedExpert());
    }
  }

  @Test
  void rejectsAlignedExpertsThatDoNotFit() {
    Exception unknown =
        assertThrows(
            IllegalArgumentException.class, () -> builder().alignedExpert("other").build());
    assertEquals("alignedExpert: found other, expected one of [audio, clip]", unknown.getMessage());
    Exception dimension =
        assertThrows(
            IllegalArgumentException.class, () -> builder().alignedExpert("audio").build());
    assertEquals(
        "alignedExpert: found audio of dimension 2, expected 6 as of the caption encoder",
        dimension.getMessage());
    Exception weights =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                builder()
                    .architecture(Architecture.PUBLISHED.with(MissingExperts.SKIPPED))
                    .build());
    assertEquals(
        "alignedExpert: found clip with weights of videos, expected VideoWeights.UNIFORM and"
            + " MissingExperts.KEPT",
        weights.getMessage());
  }

  /** Returns h(c), or the packed vectors of captions, in double precision. */
  private static double[][] run(MmtModel model, List<String> captions, boolean encoded) {
    MmtNetwork network = model.network();
    CaptionTokens tokens = CaptionTokens.of(network.captionEncoder(), captions);
    CaptionTokens.Shape shape = tokens.shape(network.captionEncoder().maxTokens());
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.scoring(graph, model.parameters());
    String output =
        encoded
            ? network.captionEncoder().encode(context, shape).name()
            : network.captions(context, shape).vectors().name();
    try (BufferPool pool = new BufferPool();
        CompiledGraph compiled =
            CompiledGraph.compile(graph, List.of(output), model.parameters(), pool)) {
      tokens.fill(compiled, shape, context.lookups(), model.parameters());
      compiled.run(0);
      return compiled.output(output).toDoubleMatrix();
    }
  }

  /** Returns a(v): the mean of the unit vectors of the features, scaled to length 1. */
  private static double[] direction(VideoFeatures video) {
    double[] sum = new double[DIMENSION];
    if (video.expert("clip").isPresent()) {
      ExpertFeatures features = video.expert("clip").get();
      for (int t = 0; t < features.count(); t++) {
        float[] feature = features.feature(t);
        double[] unit = new double[DIMENSION];
        Arrays.setAll(unit, i -> feature[i]);
        unit = scaled(unit);
        for (int i = 0; i < DIMENSION; i++) {
          sum[i] += unit[i];
        }
      }
      return scaled(sum);
    }
    return sum;
  }

  private static double[] scaled(double[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    return Arrays.stream(vector).map(value -> value / length).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
