package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MmtModelTest {

  private static final int LANES = 3;

  /** Matrix products of different shapes may sum in a different order. */
  private static final double ROUNDING = 1e-6;

  private final List<VideoFeatures> videos = SmallModel.videos(7, 1);

  @Test
  void similaritiesAreDotProductsOfEmbeddings() {
    try (MmtModel model = SmallModel.build()) {
      float[][] similarities = model.similarities(videos, SmallModel.CAPTIONS).toArray();
      List<VideoEmbedding> embedded = model.embedVideos(videos);
      List<CaptionEmbedding> captions = model.embedCaptions(SmallModel.CAPTIONS);
      for (int c = 0; c < captions.size(); c++) {
        for (int v = 0; v < embedded.size(); v++) {
          double expected = embedded.get(v).similarity(captions.get(c));
          assertEquals(expected, similarities[c][v], ROUNDING);
          assertTrue(Math.abs(expected) <= 1 + ROUNDING);
        }
      }
    }
  }

  @Test
  void batchesDoNotChangeEmbeddings() {
    try (MmtModel model = SmallModel.build()) {
      List<VideoFeatures> many = SmallModel.videos(40, 2);
      List<VideoEmbedding> together = model.embedVideos(many);
      for (int i = 0; i < many.size(); i++) {
        assertEquals(many.get(i).id(), together.get(i).id());
        float[] alone = model.embed(many.get(i)).vector();
        assertArrayEquals(alone, together.get(i).vector(), (float) ROUNDING);
      }
      List<CaptionEmbedding> captions = model.embedCaptions(SmallModel.CAPTIONS);
      for (CaptionEmbedding caption : captions) {
        float[] alone = model.embed(caption.caption()).vector();
        assertArrayEquals(alone, caption.vector(), (float) ROUNDING);
      }
    }
  }

  @Test
  void duplicateCaptionsHaveBitIdenticalEmbeddings() {
    try (MmtModel model = SmallModel.build()) {
      List<String> captions =
          IntStream.range(0, 67).mapToObj(i -> SmallModel.CAPTIONS.get(i * i % 5)).toList();
      float[][] similarities = model.similarities(videos, captions).toArray();
      List<CaptionEmbedding> embedded = model.embedCaptions(captions);
      for (int i = 0; i < captions.size(); i++) {
        int first = captions.indexOf(captions.get(i));
        assertEquals(captions.get(i), embedded.get(i).caption());
        assertArrayEquals(embedded.get(first).vector(), embedded.get(i).vector());
        assertArrayEquals(similarities[first], similarities[i]);
        assertTrue(first == i || similarities[first] != similarities[i]);
      }
    }
  }

  @Test
  void encodeCaptionsReturnsUnprojectedVectors() {
    try (MmtModel model = SmallModel.build()) {
      List<float[]> encoded = model.encodeCaptions(SmallModel.CAPTIONS);
      int hiddenSize = model.network().captionEncoder().dimension();
      assertEquals(SmallModel.CAPTIONS.size(), encoded.size());
      for (int i = 0; i < encoded.size(); i++) {
        float[] vector = encoded.get(i);
        assertEquals(hiddenSize, vector.length);
        double sum = 0;
        double squares = 0;
        for (float value : vector) {
          sum += value;
          squares += value * value;
        }
        assertEquals(0, sum, ROUNDING * hiddenSize, "the encoder ends with a layer norm");
        assertEquals(hiddenSize, squares, ROUNDING * hiddenSize);
        float[] alone = model.encodeCaptions(List.of(SmallModel.CAPTIONS.get(i))).get(0);
        assertArrayEquals(alone, vector, (float) ROUNDING);
      }
    }
  }

  @Test
  void emptyListsHaveEmptyResults() {
    try (MmtModel model = SmallModel.build()) {
      assertEquals(List.of(), model.embedVideos(List.of()));
      assertEquals(List.of(), model.embedCaptions(List.of()));
      assertEquals(List.of(), model.encodeCaptions(List.of()));
      assertEquals(0, model.similarities(videos, List.of()).toArray().length);
      assertEquals(0, model.similarities(List.of(), List.of("a song")).toArray()[0].length);
    }
  }

  @Test
  void expertEmbeddingsHaveLengthOne() {
    try (MmtModel model = SmallModel.build()) {
      float[] vector = model.embed(videos.get(0)).vector();
      assertEquals(model.config().packedDimension(), vector.length);
      for (int expert = 0; expert < 3; expert++) {
        double squares = 0;
        for (int i = 0; i < 8; i++) {
          squares += Math.pow(vector[8 * expert + i], 2);
        }
        assertEquals(1, squares, ROUNDING);
      }
    }
  }

  /** As in the reference: all aggregates are missing and start from zeros. */
  @Test
  void scoresAVideoWithoutExperts() {
    try (MmtModel model = SmallModel.build()) {
      VideoFeatures empty = VideoFeatures.of("empty", Map.of());
      VideoFeatures other = VideoFeatures.of("other", Map.of());
      double similarity = model.similarity(empty, "a song");
      assertTrue(Math.abs(similarity) <= 1 + ROUNDING);
      assertEquals(similarity, model.similarity(other, "a song"));
    }
  }

  @Test
  void doubleModelAgreesWithTheFloatModel() {
    try (MmtModel floatModel = SmallModel.build();
        MmtModel doubleModel = SmallModel.build(DataType.DOUBLE)) {
      float[][] expected = doubleModel.similarities(videos, SmallModel.CAPTIONS).toArray();
      float[][] found = floatModel.similarities(videos, SmallModel.CAPTIONS).toArray();
      for (int c = 0; c < expected.length; c++) {
        assertArrayEquals(expected[c], found[c], (float) ROUNDING);
      }
    }
  }

  @Test
  void rejectsUnknownExpert() {
    try (MmtModel model = SmallModel.build()) {
      VideoFeatures video = video("smell", 3);
      assertMessage(
          "video clip: found features of expert smell, expected one of [audio, look, text]",
          () -> model.embed(video));
    }
  }

  @Test
  void rejectsFeaturesOfAWrongDimension() {
    try (MmtModel model = SmallModel.build()) {
      VideoFeatures video = video("look", 4);
      assertMessage(
          "video clip, expert look: found dimension 4, expected 3", () -> model.embed(video));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void rejectsBlankCaptions(String caption) {
    try (MmtModel model = SmallModel.build()) {
      assertMessage("caption: found a blank text, expected a sentence", () -> model.embed(caption));
    }
  }

  @Test
  void rejectsEmbeddingsOfDifferentLength() {
    VideoEmbedding video = new VideoEmbedding("clip", new float[3], new float[0]);
    CaptionEmbedding caption = new CaptionEmbedding("a song", new float[2], new float[0]);
    assertMessage(
        "embedding of a caption: found 2 values, expected 3 as for video clip",
        () -> video.similarity(caption));
  }

  @Test
  void closedModelThrows(@TempDir Path directory) {
    WordEncoder encoder = new WordEncoder(50);
    MmtModel model = SmallModel.builder().captions(encoder).build();
    model.close();
    model.close();
    String message = "model: used after close";
    assertClosed(message, () -> model.embed(videos.get(0)));
    assertClosed(message, () -> model.embed("a song"));
    assertClosed(message, () -> model.embedVideos(List.of()));
    assertClosed(message, () -> model.similarity(videos.get(0), "a song"));
    assertClosed(message, () -> model.save(directory.resolve("model")));
    assertClosed(message, model::copyParameters);
    assertClosed("parameters: used after close", () -> model.parameters().copy());
    assertTrue(encoder.closed());
  }

  @Test
  void asManyThreadsAsLanesScoreAtATime() throws Exception {
    CyclicBarrier together = new CyclicBarrier(LANES);
    CaptionEncoder meeting =
        new ForwardingEncoder() {
          @Override
          public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
            if (Thread.currentThread().getName().startsWith("lane-")) { // compiles a lane's graph
              assertDoesNotThrow(() -> together.await(1, TimeUnit.MINUTES));
            }
            return super.encode(context, shape);
          }
        };
    ExecutorService threads =
        Executors.newFixedThreadPool(
            LANES, new ThreadFactoryBuilder().setNameFormat("lane-%d").build());
    try (MmtModel built = SmallModel.builder().captions(meeting).build();
        MmtModel model =
            MmtModel.of(built.network(), built.copyParameters(), Precision.FLOAT32, LANES)) {
      List<Future<CaptionEmbedding>> embedded = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        embedded.add(threads.submit(() -> model.embed("a song")));
      }
      for (Future<CaptionEmbedding> embedding : embedded) {
        assertArrayEquals(built.embed("a song").vector(), embedding.get().vector());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void describesItselfByTheValuesOfItsConfiguration() {
    try (MmtModel model = SmallModel.build()) {
      SortedMap<String, String> values = model.describe();
      assertEquals("8", values.get("hiddenSize"));
      assertEquals("FLOAT", values.get("dataType"));
      assertEquals("MMT", values.get("architecture.encoder"));
      assertTrue(values.get("experts").startsWith("[{\"name\":\"audio\",\"dimension\":2,"));
      assertFalse(values.containsKey("format"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void concurrentScoringIsBitIdentical(int count) throws Exception {
    requireSameBits(SmallModel.builder(), videos, count);
  }

  /** Uses sizes that are large enough for several threads to share a product or a kernel. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void concurrentScoringWithSharedKernelsIsBitIdentical(int count) throws Exception {
    requireSameBits(
        SmallModel.builder().hiddenSize(256).feedForward(512), SmallModel.videos(64, 5), count);
  }

  private static void requireSameBits(
      MmtModelBuilder builder, List<VideoFeatures> videos, int count) throws Exception {
    try (MmtModel built = builder.build();
        MmtModel model =
            MmtModel.of(built.network(), built.copyParameters(), Precision.FLOAT32, LANES)) {
      float[][] expected = built.similarities(videos, SmallModel.CAPTIONS).toArray();
      ExecutorService threads = Executors.newFixedThreadPool(count);
      try {
        List<Future<float[][]>> scored = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          scored.add(
              threads.submit(() -> model.similarities(videos, SmallModel.CAPTIONS).toArray()));
        }
        for (Future<float[][]> similarities : scored) {
          assertArrayEquals(expected, similarities.get());
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void closeDuringScoringGivesAResultOrAnException() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 20; round++) {
        MmtModel model = SmallModel.build();
        List<Future<float[][]>> scored = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          scored.add(
              threads.submit(() -> model.similarities(videos, SmallModel.CAPTIONS).toArray()));
        }
        scored.get(0).get();
        model.close();
        for (Future<float[][]> similarities : scored) {
          requireResultOrClosed(similarities);
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void copyParametersDuringCloseIsCompleteOrThrows() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 20; round++) {
        MmtModel model = SmallModel.build();
        Parameters live = model.parameters();
        List<INDArray> expected = live.names().stream().map(name -> live.get(name).dup()).toList();
        Future<Parameters> copied = thread.submit(model::copyParameters);
        model.close();
        try (Parameters copy = copied.get()) {
          assertEquals(expected, copy.names().stream().map(copy::get).toList());
        } catch (ExecutionException e) {
          assertEquals("model: used after close", e.getCause().getMessage());
        }
      }
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void rejectsParametersOfADifferentNetwork() {
    try (MmtModel model = SmallModel.build();
        MmtModel other = SmallModel.builder().hiddenSize(16).build();
        Parameters parameters = other.copyParameters()) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> MmtModel.of(model.network(), parameters));
      assertTrue(e.getMessage().contains(": found shape ["), e.getMessage());
    }
  }

  @Test
  void printsNothing() {
    PrintStream original = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (MmtModel model = SmallModel.build()) {
      model.similarities(videos, SmallModel.CAPTIONS).toArray();
    } finally {
      System.setOut(original);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  private static void requireResultOrClosed(Future<float[][]> similarities)
      throws InterruptedException {
    try {
      assertEquals(SmallModel.CAPTIONS.size(), similarities.get().length);
    } catch (ExecutionException e) {
      assertEquals("model: used after close", e.getCause().getMessage());
      assertEquals(ClosedException.class, e.getCause().getClass());
    }
  }

  private static VideoFeatures video(String expert, int dimension) {
    float[][] features = new float[1][dimension];
    return VideoFeatures.of("clip", Map.of(expert, ExpertFeatures.untimed(features)));
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  private static void assertClosed(
      String message, org.junit.jupiter.api.function.Executable action) {
    assertEquals(message, assertThrows(IllegalStateException.class, action).getMessage());
  }
}
